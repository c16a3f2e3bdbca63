using System.Collections.Immutable;
using Ticketing.Events;

namespace Ticketing.PostProcessing;

/// <summary>
/// Tells fans what became of their reservations; key: a lane of fans. At least once: after a crash a fan may be told
/// twice.
/// </summary>
[Alias("Ticketing.INotificationGrain"), Version(1)]
public interface INotificationGrain : IGrainWithStringKey
{
    [Alias("Notify")]
    Task Notify(ImmutableArray<Delivered<ReservationEvent>> events);
}

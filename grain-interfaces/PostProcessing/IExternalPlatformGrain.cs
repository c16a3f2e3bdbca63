using System.Collections.Immutable;
using Ticketing.Events;

namespace Ticketing.PostProcessing;

/// <summary>
/// Sends sales and cancellations to another platform; key: a lane of reservations. At least once, with the event's id.
/// </summary>
[Alias("Ticketing.IExternalPlatformGrain"), Version(1)]
public interface IExternalPlatformGrain : IGrainWithStringKey
{
    [Alias("Send")]
    Task Send(ImmutableArray<Delivered<ReservationEvent>> events);
}

using System.Collections.Immutable;
using Ticketing.Events;

namespace Ticketing.PostProcessing;

/// <summary>
/// Counts how a schedule sells; key: the schedule's id. An event that was counted is not counted again.
/// </summary>
[Alias("Ticketing.IStatisticsGrain"), Version(1)]
public interface IStatisticsGrain : IGrainWithStringKey
{
    [Alias("Count")]
    Task Count(ImmutableArray<Delivered<ReservationEvent>> events);

    [Alias("CountWaiting")]
    Task CountWaiting(ImmutableArray<Delivered<WaitingTokenEvent>> events);

    /// <summary>Zeros when nothing has happened yet, also when there is no such schedule.</summary>
    [Alias("Get")]
    Task<ScheduleStatistics> Get();
}

using System.Collections.Immutable;
using Orleans.Concurrency;
using Ticketing.Events;

namespace Ticketing.Catalog;

/// <summary>
/// The picture of a schedule's seats that readers get; key: the schedule's id. Drawn from the table once, then from
/// events, and compared with the table from time to time. Serves, never decides.
/// </summary>
[Alias("Ticketing.ISeatMapGrain"), Version(1)]
public interface ISeatMapGrain : IGrainWithStringKey
{
    /// <summary>Null when there is no such schedule.</summary>
    [AlwaysInterleave, Alias("Get")]
    Task<SeatMap?> Get();

    /// <summary>
    /// What has changed since the map had this version. Null when there is no such schedule; the whole map when the
    /// version is not one that this activation has given.
    /// </summary>
    [AlwaysInterleave, Alias("GetSince")]
    Task<SeatMapNews?> GetSince(string version);

    /// <summary>
    /// Names the best seats that seem free: adjacent in one row where possible, then in one zone. Empty when there are
    /// not that many. The seats decide when they are claimed; others are then asked for with <see cref="SeatWish"/>.
    /// </summary>
    [Alias("Suggest")]
    Task<ImmutableArray<string>> Suggest(SeatWish wish);

    /// <summary>A seat of which the map knows a newer version stays as it is.</summary>
    [Alias("Show")]
    Task Show(ImmutableArray<Delivered<ReservationEvent>> events);

    [Alias("ShowBlocked")]
    Task ShowBlocked(ImmutableArray<Delivered<SeatEvent>> events);
}

using System.Collections.Immutable;
using Orleans.Concurrency;

namespace Ticketing.Catalog;

/// <summary>
/// The picture of a schedule's seats that readers get; key: the schedule's id. Serves, never decides.
/// </summary>
[Alias("Ticketing.ISeatMapGrain")]
public interface ISeatMapGrain : IGrainWithStringKey
{
    /// <summary>At most <c>Limits.SeatMapMaxAgeMilliseconds</c> old; null when there is no such schedule.</summary>
    [AlwaysInterleave, Alias("Get")]
    Task<SeatMap?> Get();

    /// <summary>
    /// Names the best seats that seem free: adjacent in one row where possible, then in one zone. Empty when there are
    /// not that many. The seats decide when they are claimed; others are then asked for with <see cref="SeatWish"/>.
    /// </summary>
    [Alias("Suggest")]
    Task<ImmutableArray<string>> Suggest(SeatWish wish);
}

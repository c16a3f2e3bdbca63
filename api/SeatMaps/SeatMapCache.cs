using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Ticketing.Catalog;
using Ticketing.Store;

namespace Ticketing.Api;

/// <summary>
/// The seat maps as this process sends them. The grain of a map is asked for changes a few times a second, however many
/// fans watch the sale.
/// </summary>
internal sealed class SeatMapCache(
    IGrainFactory grains, IOptions<JsonOptions> json, SeatLabels labels, TimeProvider time, ILogger<SeatMapCache> log)
{
    // Less than half of the pause between two pushes, so that each push waits for a fresh read.
    private static readonly TimeSpan MaxAge = TimeSpan.FromMilliseconds(45);

    private readonly ConcurrentDictionary<Guid, SeatMapWatch> watches = new();
    private readonly SharedValues<SentSeatMap> maps = new(
        (id, known) => ReadAsync(
            grains.GetGrain<ISeatMapGrain>(GrainKeys.Of(id)), known, json.Value.SerializerOptions,
            () => labels.OfAsync(id)),
        MaxAge,
        time);

    /// <summary>Null when there is no such schedule.</summary>
    public ValueTask<SentSeatMap?> GetAsync(Guid scheduleId) => maps.GetAsync(scheduleId);

    /// <summary>Watchers of the same schedule share one poll. Dispose of the watch to leave it.</summary>
    public SeatMapWatch Watch(Guid scheduleId)
    {
        while (true)
        {
            var watch = watches.GetOrAdd(scheduleId, id => new SeatMapWatch(
                () => maps.GetAsync(id), ended => watches.TryRemove(KeyValuePair.Create(id, ended)), time, log));
            if (watch.TryJoin())
                return watch;
        }
    }

    private static async Task<SentSeatMap?> ReadAsync(
        ISeatMapGrain grain, SentSeatMap? known, JsonSerializerOptions json, Func<ValueTask<PlanLabels>> plan)
    {
        if (known is null)
            return await grain.Get() is { } map ? SentSeatMap.Of(map, json, await plan()) : null;
        if (await grain.GetSince(known.Version) is not { } update)
            return null;
        var next = known.With(update);
        return next.KnowsPlan ? next : next.Knowing(await plan());
    }
}

using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Ticketing.Catalog;

namespace Ticketing.Api;

/// <summary>
/// The seat maps as this process sends them. The grain is asked what has changed a few times a second, however many
/// fans look at a sale.
/// </summary>
internal sealed class SeatMapBoard(
    IGrainFactory grains, IOptions<JsonOptions> json, TimeProvider time, ILogger<SeatMapBoard> log)
{
    // Less than half of the pause between two pushes: each of them waits for what is new.
    private static readonly TimeSpan MaxAge = TimeSpan.FromMilliseconds(45);

    private readonly ConcurrentDictionary<Guid, SeatMapWatch> watches = new();
    private readonly PostedValues<SentSeatMap> maps = new(
        (id, known) => ReadAsync(grains.GetGrain<ISeatMapGrain>(GrainKeys.Of(id)), known, json.Value.SerializerOptions),
        MaxAge,
        time);

    /// <summary>Null when there is no such schedule.</summary>
    public ValueTask<SentSeatMap?> GetAsync(Guid scheduleId) => maps.GetAsync(scheduleId);

    /// <summary>Dispose of it when nobody reads it any more; who watches the same schedule shares the asking.</summary>
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
        ISeatMapGrain grain, SentSeatMap? known, JsonSerializerOptions json)
    {
        if (known is not null)
            return await grain.GetSince(known.Version) is { } news ? known.With(news) : null;
        return await grain.Get() is { } map ? SentSeatMap.Of(map, json) : null;
    }
}

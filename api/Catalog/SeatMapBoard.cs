using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Ticketing.Catalog;

namespace Ticketing.Api;

/// <summary>
/// The seat maps as this process sends them: read from the grain a few times a second and written once, however many
/// fans look at a sale.
/// </summary>
internal sealed class SeatMapBoard(IGrainFactory grains, IOptions<JsonOptions> json, TimeProvider time)
{
    private readonly PostedValues<SentSeatMap> maps = new(
        (id, known) => ReadAsync(grains.GetGrain<ISeatMapGrain>(GrainKeys.Of(id)), known, json.Value.SerializerOptions),
        TimeSpan.FromMilliseconds(Limits.SeatMapMaxAgeMilliseconds / 2.0),
        time);

    /// <summary>Null when there is no such schedule.</summary>
    public ValueTask<SentSeatMap?> GetAsync(Guid scheduleId) => maps.GetAsync(scheduleId);

    private static async Task<SentSeatMap?> ReadAsync(
        ISeatMapGrain grain, SentSeatMap? known, JsonSerializerOptions json)
    {
        if (await grain.Get() is not { } map)
            return null;
        return known?.Version == map.Version
            ? known
            : new SentSeatMap(map.Version, JsonSerializer.SerializeToUtf8Bytes(SeatMapBody.Of(map), json));
    }
}

using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Ticketing.Catalog;

namespace Ticketing.Api;

/// <summary>
/// Seat maps as they are sent. Everybody who looks at a sale gets the same map for a moment, so it is written once; the
/// table forgets what its map outlived.
/// </summary>
internal sealed class SeatMapJson(IOptions<JsonOptions> json)
{
    private readonly ConditionalWeakTable<SeatMap, byte[]> written = [];

    public ReadOnlyMemory<byte> Of(SeatMap map) => written.GetValue(
        map, one => JsonSerializer.SerializeToUtf8Bytes(SeatMapBody.Of(one), json.Value.SerializerOptions));
}

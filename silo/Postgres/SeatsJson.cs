using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Ticketing.Reservations;

namespace Ticketing.Postgres;

/// <summary>
/// The seats of a reservation as the read model keeps them; SQL builds the same with <see cref="Sql"/>.
/// </summary>
[JsonSerializable(typeof(ImmutableArray<ReservedSeat>))]
internal sealed partial class SeatsJson : JsonSerializerContext
{
    /// <summary>Of the reservation <c>r</c> of the statement around it.</summary>
    public const string Sql = """
        (select json_agg(json_build_object('seatId', o.seat_id, 'category', o.category, 'price', o.price)
            order by o.ordinal)::text from reservation_seats o where o.reservation_id = r.id)
        """;

    // Names of categories stay readable, in any script.
    private static readonly SeatsJson Readable = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public static string Write(ImmutableArray<ReservedSeat> seats) =>
        JsonSerializer.Serialize(seats, Readable.ImmutableArrayReservedSeat);

    /// <param name="json">Null when there are none.</param>
    public static ImmutableArray<ReservedSeat> Read(string? json) =>
        json is null ? [] : JsonSerializer.Deserialize(json, Readable.ImmutableArrayReservedSeat);
}

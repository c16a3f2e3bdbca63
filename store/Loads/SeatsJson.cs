using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Ticketing.Reservations;

namespace Ticketing.Store;

/// <summary>
/// The JSON form of a reservation's seats in the read model; <see cref="Sql"/> builds the same in SQL.
/// </summary>
[JsonSerializable(typeof(ImmutableArray<ReservedSeat>))]
internal sealed partial class SeatsJson : JsonSerializerContext
{
    /// <summary>For the reservation <c>r</c> of the enclosing statement.</summary>
    public const string Sql = """
        (select json_agg(json_build_object('seatId', o.seat_id, 'category', o.category, 'price', o.price)
            order by o.ordinal)::text from reservation_seats o where o.reservation_id = r.id)
        """;

    /// <summary>
    /// Whether all seats <c>s</c> of a group of rows are side by side: they follow each other in one block. Null
    /// without seats.
    /// </summary>
    public const string AreTogether =
        "min(s.block) = max(s.block) and max(s.ordinal) - min(s.ordinal) = count(s.ordinal) - 1";

    /// <summary><see cref="AreTogether"/> for the reservation <c>r</c> of the enclosing statement.</summary>
    public const string Together = $"""
        (select {AreTogether} from reservation_seats o
            left join seats s on s.schedule_id = o.schedule_id and s.seat_id = o.seat_id where o.reservation_id = r.id)
        """;

    // Keeps names of categories readable, in any script.
    private static readonly SeatsJson Readable = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public static string Write(ImmutableArray<ReservedSeat> seats) =>
        JsonSerializer.Serialize(seats, Readable.ImmutableArrayReservedSeat);

    /// <param name="json">Null when there are no seats.</param>
    public static ImmutableArray<ReservedSeat> Read(string? json) =>
        json is null ? [] : JsonSerializer.Deserialize(json, Readable.ImmutableArrayReservedSeat);
}

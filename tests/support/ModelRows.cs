using System.Collections.Immutable;
using System.Text.Json;
using Npgsql;
using Ticketing.Events;
using Ticketing.Reservations;
using Ticketing.Storage;

namespace Ticketing.Tests.Support;

/// <summary>The read model in a form that tests compare.</summary>
public static class ModelRows
{
    /// <summary>The expected rows, computed from the tables.</summary>
    public const string FromTables = """
        select r.id, r.schedule_id, r.user_id, r.status,
            (select json_agg(json_build_object('seatId', o.seat_id, 'category', o.category, 'price', o.price)
                order by o.ordinal)::text from reservation_seats o where o.reservation_id = r.id),
            r.amount, r.created_at, r.expires_at, r.reason, r.version, p.status, p.version,
            null::smallint, 0::bigint, null::smallint, 0::bigint
        from reservations r join payments p on p.reservation_id = r.id order by r.id
        """;

    public const string Kept = """
        select reservation_id, schedule_id, user_id, status, seats, amount, created_at, expires_at, reason,
            reservation_version, payment_status, payment_version, ticket_status, ticket_version, stock_status,
            stock_version
        from reservation_details order by reservation_id
        """;

    public static async Task<IReadOnlyList<DetailsRow>> ReadAsync(string connectionString, string sql)
    {
        await using var dataSource = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false });
        await using var command = dataSource.CreateCommand(sql);
        await using var row = await command.ExecuteReaderAsync();
        var rows = new List<DetailsRow>();
        while (await row.ReadAsync())
            rows.Add(Read(row));
        return rows;
    }

    /// <summary>Rows as text, for comparisons: records with arrays are never equal.</summary>
    public static string Text(DetailsRow row) => JsonSerializer.Serialize(row);

    private static DetailsRow Read(NpgsqlDataReader row) => new(
        row.GetGuid(0),
        row.GetInt64(9) == 0 ? null : new ReservationFacet(
            row.GetGuid(1), row.GetGuid(2), (ReservationStatus)row.GetInt16(3), SeatsOf(row.GetString(4)),
            row.GetInt64(5), row.GetFieldValue<DateTimeOffset>(6), row.GetFieldValue<DateTimeOffset>(7),
            row.IsDBNull(8) ? null : row.GetString(8), row.GetInt64(9)),
        row.GetInt64(11) == 0 ? null : new PaymentFacet((PaymentStatus)row.GetInt16(10), row.GetInt64(11)),
        row.GetInt64(13) == 0 ? null : new TicketFacet((TicketStatus)row.GetInt16(12), row.GetInt64(13)),
        row.GetInt64(15) == 0 ? null : new StockFacet((StockStatus)row.GetInt16(14), row.GetInt64(15)));

    private static ImmutableArray<ReservedSeat> SeatsOf(string json) =>
        [.. JsonSerializer.Deserialize<ReservedSeat[]>(json, JsonSerializerOptions.Web)!];
}

using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Npgsql;
using Ticketing.Orders;
using Ticketing.Storage;

namespace Ticketing.Store;

/// <summary>The queries that load the state of orders and tickets.</summary>
internal static class OrderQueries
{
    public static readonly LoadQuery<Guid, OrderRecord> Order = new(
        "order",
        """
        select k.place, o.reservation_id, o.schedule_id, o.user_id, o.status, o.lines, o.amount, o.coupon_code,
            o.discount, o.parts, o.reason, o.created_at, o.updated_at, o.version, step.at, step.names, step.details,
            o.currency
        from unnest($1) with ordinality as k(id, place)
        join orders o on o.id = k.id
        cross join lateral (
            select array_agg(s.at order by s.number) as at, array_agg(s.name order by s.number) as names,
                array_agg(s.detail order by s.number) as details
            from order_steps s where s.order_id = o.id) step
        """,
        keys => [LoadQueries.Uuids(keys, key => key)],
        ReadOrder);

    public static readonly LoadQuery<Guid, IReadOnlyList<TicketRow>> Tickets = new(
        "tickets",
        """
        select k.place, t.ids, t.orders, t.schedules, t.users, t.ordinals, t.seats, t.categories, t.codes, t.issued,
            t.cancelled, t.used, t.gates, t.versions, t.undone, t.undone_gates, t.undone_reasons
        from unnest($1) with ordinality as k(id, place)
        cross join lateral (
            select array_agg(t.id) as ids, array_agg(t.order_id) as orders, array_agg(t.schedule_id) as schedules,
                array_agg(t.user_id) as users, array_agg(t.ordinal) as ordinals, array_agg(t.seat_id) as seats,
                array_agg(t.category) as categories, array_agg(t.code) as codes, array_agg(t.issued_at) as issued,
                array_agg(t.is_cancelled) as cancelled, array_agg(t.used_at) as used,
                array_agg(t.used_gate) as gates, array_agg(t.version) as versions,
                array_agg(t.undone_at) as undone, array_agg(t.undone_gate) as undone_gates,
                array_agg(t.undone_reason) as undone_reasons
            from (select * from tickets where reservation_id = k.id order by ordinal, id) t) t
        where t.ids is not null
        """,
        keys => [LoadQueries.Uuids(keys, key => key)],
        ReadTickets);

    public static Task<IReadOnlyList<Guid>> StuckAsync(NpgsqlDataSource dataSource, DateTimeOffset now, int limit)
    {
        var until = now.UtcDateTime.AddSeconds(-Limits.StuckOrderSeconds);
        return dataSource.ListAsync(
            """
            select id from orders
            where status not in (5, 6, 9) and updated_at <= $1 and (status <> 7 or updated_at <= $2)
            order by updated_at, id limit $3
            """,
            row => row.GetGuid(0),
            until,
            until.AddSeconds(-Limits.OfferSeconds),
            limit);
    }

    private static OrderRecord ReadOrder(NpgsqlDataReader row, Guid id)
    {
        var at = row.IsDBNull(14) ? [] : row.GetFieldValue<DateTime[]>(14);
        var names = at.Length == 0 ? [] : row.GetFieldValue<string[]>(15);
        var details = at.Length == 0 ? [] : row.GetFieldValue<string?[]>(16);
        var order = new OrderRow(
            id,
            ReservationId: row.GetGuid(1),
            ScheduleId: row.GetGuid(2),
            UserId: row.GetGuid(3),
            Status: (OrderStatus)row.GetInt16(4),
            Lines: OrderJson.Lines(row.GetString(5)),
            Amount: row.GetInt64(6),
            CouponCode: row.IsDBNull(7) ? null : row.GetString(7),
            Discount: row.GetInt64(8),
            Parts: OrderJson.Parts(row.GetString(9)),
            Reason: row.IsDBNull(10) ? null : row.GetString(10),
            CreatedAt: row.MomentAt(11),
            UpdatedAt: row.MomentAt(12),
            Version: row.GetInt64(13),
            Currency: row.IsDBNull(17) ? null : row.GetString(17));
        return new OrderRecord(
            order, [.. names.Select((name, step) => new OrderStep(new DateTimeOffset(at[step]), name, details[step]))]);
    }

    private static IReadOnlyList<TicketRow> ReadTickets(NpgsqlDataReader row, Guid reservationId)
    {
        var (ids, orders) = (row.GetFieldValue<Guid[]>(1), row.GetFieldValue<Guid[]>(2));
        var (schedules, users) = (row.GetFieldValue<Guid[]>(3), row.GetFieldValue<Guid[]>(4));
        var (ordinals, seats) = (row.GetFieldValue<short[]>(5), row.GetFieldValue<string[]>(6));
        var (categories, codes) = (row.GetFieldValue<string[]>(7), row.GetFieldValue<string[]>(8));
        var (issued, cancelled) = (row.GetFieldValue<DateTime[]>(9), row.GetFieldValue<bool[]>(10));
        var (used, gates) = (row.GetFieldValue<DateTime?[]>(11), row.GetFieldValue<string?[]>(12));
        var versions = row.GetFieldValue<long[]>(13);
        var undone = row.GetFieldValue<DateTime?[]>(14);
        var (undoneGates, reasons) = (row.GetFieldValue<string?[]>(15), row.GetFieldValue<string?[]>(16));
        return
        [
            .. ids.Select((id, at) => new TicketRow(
                id, reservationId, orders[at], schedules[at], users[at], ordinals[at], seats[at], categories[at],
                codes[at], new DateTimeOffset(issued[at]), cancelled[at],
                used[at] is { } usedAt ? new DateTimeOffset(usedAt) : null, gates[at], versions[at])
            {
                Undone = undone[at] is { } undoneAt
                    ? new UndoneCheckIn(new DateTimeOffset(undoneAt), undoneGates[at]!, reasons[at]!)
                    : null,
            }),
        ];
    }
}

/// <summary>The JSON form of an order's lists in its row.</summary>
[JsonSerializable(typeof(ImmutableArray<OrderLine>))]
[JsonSerializable(typeof(ImmutableArray<string>))]
internal sealed partial class OrderJson : JsonSerializerContext
{
    // Keeps names of categories readable, in any script.
    private static readonly OrderJson Readable = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public static string Write(ImmutableArray<OrderLine> lines) =>
        JsonSerializer.Serialize(lines, Readable.ImmutableArrayOrderLine);

    public static string Write(ImmutableArray<string> parts) =>
        JsonSerializer.Serialize(parts, Readable.ImmutableArrayString);

    public static ImmutableArray<OrderLine> Lines(string json) =>
        JsonSerializer.Deserialize(json, Readable.ImmutableArrayOrderLine);

    public static ImmutableArray<string> Parts(string json) =>
        JsonSerializer.Deserialize(json, Readable.ImmutableArrayString);
}

using Ticketing.Storage;
using static NpgsqlTypes.NpgsqlDbType;

namespace Ticketing.Postgres;

/// <summary>The statements of a commit that write orders and tickets; see <see cref="TableWrites"/>.</summary>
internal static class OrderWrites
{
    public static readonly TableWrite<OrderRow> NewOrders = new(
        """
        insert into orders (id, reservation_id, schedule_id, user_id, lines, amount, coupon_code, created_at, status,
            discount, parts, reason, updated_at, version)
        select unnest($1), unnest($2), unnest($3), unnest($4), unnest($5), unnest($6), unnest($7), unnest($8),
            unnest($9), unnest($10), unnest($11), unnest($12), unnest($13), unnest($14)
        """,
        TableWrite<OrderRow>.Column(Uuid, row => row.OrderId),
        TableWrite<OrderRow>.Column(Uuid, row => row.ReservationId),
        TableWrite<OrderRow>.Column(Uuid, row => row.ScheduleId),
        TableWrite<OrderRow>.Column(Uuid, row => row.UserId),
        TableWrite<OrderRow>.Column(Text, row => OrderJson.Write(row.Lines)),
        TableWrite<OrderRow>.Column(Bigint, row => row.Amount),
        TableWrite<OrderRow>.Column(Text, row => row.CouponCode),
        TableWrite<OrderRow>.Column(TimestampTz, row => row.CreatedAt.UtcDateTime),
        TableWrite<OrderRow>.Column(Smallint, row => (short)row.Status),
        TableWrite<OrderRow>.Column(Bigint, row => row.Discount),
        TableWrite<OrderRow>.Column(Text, row => OrderJson.Write(row.Parts)),
        TableWrite<OrderRow>.Column(Text, row => row.Reason),
        TableWrite<OrderRow>.Column(TimestampTz, row => row.UpdatedAt.UtcDateTime),
        TableWrite<OrderRow>.Column(Bigint, row => row.Version));

    public static readonly TableWrite<OrderRow> ChangedOrders = new(
        """
        with written as (
            update orders o set status = c.status, discount = c.discount, parts = c.parts, reason = c.reason,
                updated_at = c.updated_at, version = c.version
            from (select unnest($1) as id, unnest($2) as status, unnest($3) as discount, unnest($4) as parts,
                unnest($5) as reason, unnest($6) as updated_at, unnest($7) as version) c
            where o.id = c.id and o.version = c.version - 1
            returning 1)
        select expect_rows('orders', cardinality($1), (select count(*) from written))
        """,
        TableWrite<OrderRow>.Column(Uuid, row => row.OrderId),
        TableWrite<OrderRow>.Column(Smallint, row => (short)row.Status),
        TableWrite<OrderRow>.Column(Bigint, row => row.Discount),
        TableWrite<OrderRow>.Column(Text, row => OrderJson.Write(row.Parts)),
        TableWrite<OrderRow>.Column(Text, row => row.Reason),
        TableWrite<OrderRow>.Column(TimestampTz, row => row.UpdatedAt.UtcDateTime),
        TableWrite<OrderRow>.Column(Bigint, row => row.Version));

    public static readonly TableWrite<OrderStepRow> Steps = new(
        """
        insert into order_steps (order_id, number, at, name, detail)
        select unnest($1), unnest($2), unnest($3), unnest($4), unnest($5)
        """,
        TableWrite<OrderStepRow>.Column(Uuid, row => row.OrderId),
        TableWrite<OrderStepRow>.Column(Integer, row => row.Number),
        TableWrite<OrderStepRow>.Column(TimestampTz, row => row.Step.At.UtcDateTime),
        TableWrite<OrderStepRow>.Column(Text, row => row.Step.Name),
        TableWrite<OrderStepRow>.Column(Text, row => row.Step.Detail));

    public static readonly TableWrite<TicketRow> NewTickets = new(
        """
        insert into tickets (id, reservation_id, order_id, schedule_id, user_id, ordinal, seat_id, category, code,
            issued_at, is_cancelled, used_at, used_gate, version)
        select unnest($1), unnest($2), unnest($3), unnest($4), unnest($5), unnest($6), unnest($7), unnest($8),
            unnest($9), unnest($10), unnest($11), unnest($12), unnest($13), unnest($14)
        """,
        TableWrite<TicketRow>.Column(Uuid, row => row.TicketId),
        TableWrite<TicketRow>.Column(Uuid, row => row.ReservationId),
        TableWrite<TicketRow>.Column(Uuid, row => row.OrderId),
        TableWrite<TicketRow>.Column(Uuid, row => row.ScheduleId),
        TableWrite<TicketRow>.Column(Uuid, row => row.UserId),
        TableWrite<TicketRow>.Column(Smallint, row => (short)row.Ordinal),
        TableWrite<TicketRow>.Column(Text, row => row.SeatId),
        TableWrite<TicketRow>.Column(Text, row => row.Category),
        TableWrite<TicketRow>.Column(Text, row => row.Code),
        TableWrite<TicketRow>.Column(TimestampTz, row => row.IssuedAt.UtcDateTime),
        TableWrite<TicketRow>.Column(NpgsqlTypes.NpgsqlDbType.Boolean, row => row.IsCancelled),
        TableWrite<TicketRow>.Column(TimestampTz, row => row.UsedAt?.UtcDateTime),
        TableWrite<TicketRow>.Column(Text, row => row.UsedGate),
        TableWrite<TicketRow>.Column(Bigint, row => row.Version));

    public static readonly TableWrite<TicketRow> ChangedTickets = new(
        """
        with written as (
            update tickets t set is_cancelled = c.is_cancelled, used_at = c.used_at, used_gate = c.used_gate,
                version = c.version
            from (select unnest($1) as id, unnest($2) as is_cancelled, unnest($3) as used_at,
                unnest($4) as used_gate, unnest($5) as version) c
            where t.id = c.id and t.version = c.version - 1
            returning 1)
        select expect_rows('tickets', cardinality($1), (select count(*) from written))
        """,
        TableWrite<TicketRow>.Column(Uuid, row => row.TicketId),
        TableWrite<TicketRow>.Column(NpgsqlTypes.NpgsqlDbType.Boolean, row => row.IsCancelled),
        TableWrite<TicketRow>.Column(TimestampTz, row => row.UsedAt?.UtcDateTime),
        TableWrite<TicketRow>.Column(Text, row => row.UsedGate),
        TableWrite<TicketRow>.Column(Bigint, row => row.Version));
}

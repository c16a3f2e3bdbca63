using Ticketing.Storage;
using static NpgsqlTypes.NpgsqlDbType;

namespace Ticketing.Postgres;

/// <summary>
/// The statements of a commit, one a table and kind. What replaces rows counts them: <c>expect_rows</c> rolls the
/// transaction back when one had another version. What inserts relies on the keys. The arrays are unnested side by side
/// in the select list, which runs in half the time of one unnest of them all in the from clause.
/// </summary>
internal static class TableWrites
{
    public static readonly TableWrite<SeatRow> Seats = new(
        """
        with written as (
            update seats s set status = c.status, reservation_id = c.reservation_id, version = c.version
            from (select unnest($1) as schedule_id, unnest($2) as seat_id, unnest($3) as status,
                unnest($4) as reservation_id, unnest($5) as version) c
            where s.schedule_id = c.schedule_id and s.seat_id = c.seat_id and s.version = c.version - 1
            returning 1)
        select expect_rows('seats', cardinality($5), (select count(*) from written))
        """,
        TableWrite<SeatRow>.Column(Uuid, row => row.Key.ScheduleId),
        TableWrite<SeatRow>.Column(Text, row => row.Key.SeatId),
        TableWrite<SeatRow>.Column(Smallint, row => (short)row.Status),
        TableWrite<SeatRow>.Column(Uuid, row => row.ReservationId),
        TableWrite<SeatRow>.Column(Bigint, row => row.Version));

    public static readonly TableWrite<ReservationRow> NewReservations = new(
        """
        insert into reservations (id, schedule_id, user_id, amount, request_hash, created_at,
            status, expires_at, hold_extended, reason, updated_at, version, queue_number)
        select unnest($1), unnest($2), unnest($3), unnest($4), unnest($5), unnest($6), unnest($7), unnest($8),
            unnest($9), unnest($10), unnest($11), unnest($12), unnest($13)
        """,
        TableWrite<ReservationRow>.Column(Uuid, row => row.Id),
        TableWrite<ReservationRow>.Column(Uuid, row => row.ScheduleId),
        TableWrite<ReservationRow>.Column(Uuid, row => row.UserId),
        TableWrite<ReservationRow>.Column(Bigint, row => row.Amount),
        TableWrite<ReservationRow>.Column(Text, row => row.RequestHash),
        TableWrite<ReservationRow>.Column(TimestampTz, row => row.CreatedAt.UtcDateTime),
        TableWrite<ReservationRow>.Column(Smallint, row => (short)row.Status),
        TableWrite<ReservationRow>.Column(TimestampTz, row => row.ExpiresAt.UtcDateTime),
        TableWrite<ReservationRow>.Column(NpgsqlTypes.NpgsqlDbType.Boolean, row => row.HoldExtended),
        TableWrite<ReservationRow>.Column(Text, row => row.Reason),
        TableWrite<ReservationRow>.Column(TimestampTz, row => row.UpdatedAt.UtcDateTime),
        TableWrite<ReservationRow>.Column(Bigint, row => row.Version),
        TableWrite<ReservationRow>.Column(Bigint, row => row.QueueNumber));

    public static readonly TableWrite<ReservationRow> ChangedReservations = new(
        """
        with written as (
            update reservations r set status = c.status, expires_at = c.expires_at, hold_extended = c.hold_extended,
                reason = c.reason, updated_at = c.updated_at, version = c.version
            from (select unnest($1) as id, unnest($2) as status, unnest($3) as expires_at, unnest($4) as hold_extended,
                unnest($5) as reason, unnest($6) as updated_at, unnest($7) as version) c
            where r.id = c.id and r.version = c.version - 1
            returning 1)
        select expect_rows('reservations', cardinality($1), (select count(*) from written))
        """,
        TableWrite<ReservationRow>.Column(Uuid, row => row.Id),
        TableWrite<ReservationRow>.Column(Smallint, row => (short)row.Status),
        TableWrite<ReservationRow>.Column(TimestampTz, row => row.ExpiresAt.UtcDateTime),
        TableWrite<ReservationRow>.Column(NpgsqlTypes.NpgsqlDbType.Boolean, row => row.HoldExtended),
        TableWrite<ReservationRow>.Column(Text, row => row.Reason),
        TableWrite<ReservationRow>.Column(TimestampTz, row => row.UpdatedAt.UtcDateTime),
        TableWrite<ReservationRow>.Column(Bigint, row => row.Version));

    public static readonly TableWrite<ReservationSeatRow> ReservationSeats = new(
        """
        insert into reservation_seats (reservation_id, ordinal, schedule_id, seat_id, category, price)
        select unnest($1), unnest($2), unnest($3), unnest($4), unnest($5), unnest($6)
        """,
        ReservationSeatColumns);

    /// <summary>As many as there were.</summary>
    public static readonly TableWrite<ReservationSeatRow> ChangedReservationSeats = new(
        """
        update reservation_seats s set seat_id = c.seat_id, category = c.category, price = c.price
        from (select unnest($1) as reservation_id, unnest($2) as ordinal, unnest($4) as seat_id,
            unnest($5) as category, unnest($6) as price, unnest($3) as schedule_id) c
        where s.reservation_id = c.reservation_id and s.ordinal = c.ordinal
            and (s.seat_id, s.category, s.price) <> (c.seat_id, c.category, c.price)
        """,
        ReservationSeatColumns);

    public static readonly TableWrite<PaymentRow> NewPayments = new(
        """
        insert into payments (reservation_id, user_id, amount, status, version, order_id, charged, coupon_code)
        select unnest($1), unnest($2), unnest($3), unnest($4), unnest($5), unnest($6), unnest($7), unnest($8)
        """,
        TableWrite<PaymentRow>.Column(Uuid, row => row.ReservationId),
        TableWrite<PaymentRow>.Column(Uuid, row => row.UserId),
        TableWrite<PaymentRow>.Column(Bigint, row => row.Amount),
        TableWrite<PaymentRow>.Column(Smallint, row => (short)row.Status),
        TableWrite<PaymentRow>.Column(Bigint, row => row.Version),
        TableWrite<PaymentRow>.Column(Uuid, row => row.OrderId),
        TableWrite<PaymentRow>.Column(Bigint, row => row.Charged),
        TableWrite<PaymentRow>.Column(Text, row => row.CouponCode));

    public static readonly TableWrite<PaymentRow> ChangedPayments = new(
        """
        with written as (
            update payments p set status = c.status, version = c.version, order_id = c.order_id, charged = c.charged,
                coupon_code = c.coupon_code
            from (select unnest($1) as reservation_id, unnest($2) as status, unnest($3) as version,
                unnest($4) as order_id, unnest($5) as charged, unnest($6) as coupon_code) c
            where p.reservation_id = c.reservation_id and p.version = c.version - 1
            returning 1)
        select expect_rows('payments', cardinality($1), (select count(*) from written))
        """,
        TableWrite<PaymentRow>.Column(Uuid, row => row.ReservationId),
        TableWrite<PaymentRow>.Column(Smallint, row => (short)row.Status),
        TableWrite<PaymentRow>.Column(Bigint, row => row.Version),
        TableWrite<PaymentRow>.Column(Uuid, row => row.OrderId),
        TableWrite<PaymentRow>.Column(Bigint, row => row.Charged),
        TableWrite<PaymentRow>.Column(Text, row => row.CouponCode));

    public static readonly TableWrite<BalanceRow> NewBalances = new(
        "insert into balances (user_id, balance, version) select unnest($1), unnest($2), unnest($3)",
        TableWrite<BalanceRow>.Column(Uuid, row => row.UserId),
        TableWrite<BalanceRow>.Column(Bigint, row => row.Balance),
        TableWrite<BalanceRow>.Column(Bigint, row => row.Version));

    public static readonly TableWrite<BalanceRow> ChangedBalances = new(
        """
        with written as (
            update balances b set balance = c.balance, version = c.version
            from (select unnest($1) as user_id, unnest($2) as balance, unnest($3) as version) c
            where b.user_id = c.user_id and b.version = c.version - 1
            returning 1)
        select expect_rows('balances', cardinality($1), (select count(*) from written))
        """,
        TableWrite<BalanceRow>.Column(Uuid, row => row.UserId),
        TableWrite<BalanceRow>.Column(Bigint, row => row.Balance),
        TableWrite<BalanceRow>.Column(Bigint, row => row.Version));

    public static readonly TableWrite<LedgerRow> Ledger = new(
        """
        insert into ledger (user_id, operation_id, kind, amount, balance_after, reservation_id, at)
        select unnest($1), unnest($2), unnest($3), unnest($4), unnest($5), unnest($6), unnest($7)
        """,
        TableWrite<LedgerRow>.Column(Uuid, row => row.UserId),
        TableWrite<LedgerRow>.Column(Text, row => row.OperationId),
        TableWrite<LedgerRow>.Column(Smallint, row => (short)row.Kind),
        TableWrite<LedgerRow>.Column(Bigint, row => row.Amount),
        TableWrite<LedgerRow>.Column(Bigint, row => row.BalanceAfter),
        TableWrite<LedgerRow>.Column(Uuid, row => row.ReservationId),
        TableWrite<LedgerRow>.Column(TimestampTz, row => row.At.UtcDateTime));

    public static readonly TableWrite<OutboxEvent> Outbox = new(
        """
        insert into outbox (shard, event_id, topic, key, payload, traceparent, occurred_at)
        select unnest($1), unnest($2), unnest($3), unnest($4), unnest($5), unnest($6), unnest($7)
        """,
        TableWrite<OutboxEvent>.Column(Smallint, row => OutboxShard.Of(row.Key)),
        TableWrite<OutboxEvent>.Column(Uuid, row => row.EventId),
        TableWrite<OutboxEvent>.Column(Text, row => row.Topic),
        TableWrite<OutboxEvent>.Column(Text, row => row.Key),
        TableWrite<OutboxEvent>.Column(Text, row => row.Payload),
        TableWrite<OutboxEvent>.Column(Text, row => row.TraceParent),
        TableWrite<OutboxEvent>.Column(TimestampTz, row => row.OccurredAt.UtcDateTime));

    private static Func<ReservationSeatRow[], Npgsql.NpgsqlParameter>[] ReservationSeatColumns =>
    [
        TableWrite<ReservationSeatRow>.Column(Uuid, row => row.ReservationId),
        TableWrite<ReservationSeatRow>.Column(Smallint, row => row.Ordinal),
        TableWrite<ReservationSeatRow>.Column(Uuid, row => row.ScheduleId),
        TableWrite<ReservationSeatRow>.Column(Text, row => row.Seat.SeatId),
        TableWrite<ReservationSeatRow>.Column(Text, row => row.Seat.Category),
        TableWrite<ReservationSeatRow>.Column(Bigint, row => row.Seat.Price),
    ];
}

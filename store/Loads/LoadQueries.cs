using System.Collections.Immutable;
using Npgsql;
using NpgsqlTypes;
using Ticketing.Balances;
using Ticketing.Queues;
using Ticketing.Reservations;
using Ticketing.Seats;
using Ticketing.Storage;

namespace Ticketing.Store;

/// <summary>The queries that load the state of grains.</summary>
internal static class LoadQueries
{
    private const string FanOrder = "f.live desc, f.created_at desc, f.id desc";

    public static readonly LoadQuery<SeatKey, SeatRow> Seat = new(
        "seat",
        """
        select k.place, s.status, s.reservation_id, s.category, s.price, s.version, s.block_wanted_at, s.block,
            s.ordinal
        from unnest($1, $2) with ordinality as k(schedule_id, seat_id, place)
        join seats s on s.schedule_id = k.schedule_id and s.seat_id = k.seat_id
        """,
        keys => [Uuids(keys, key => key.ScheduleId), Texts(keys, key => key.SeatId)],
        (row, key) => new SeatRow(key, (SeatStatus)row.GetInt16(1), row.GuidOrNull(2), row.GetString(3),
            row.GetInt64(4), row.GetInt64(5))
        {
            BlockWantedAt = row.IsDBNull(6) ? null : row.MomentAt(6),
            Block = row.GetInt32(7),
            Ordinal = row.GetInt32(8),
        });

    // One statement reads one snapshot, so reservation, payment and seats are consistent.
    public static readonly LoadQuery<Guid, ReservationRecord> Reservation = new(
        "reservation",
        $"""
        select k.place, r.schedule_id, r.user_id, r.amount, r.request_hash, r.created_at, r.status, r.expires_at,
            r.held_until, r.reason, r.updated_at, r.version, p.user_id, p.amount, p.status, p.version,
            seat.ids, seat.categories, seat.prices, seat.versions, r.queue_number, p.order_id, p.charged,
            p.coupon_code, seat.wishes, seat.together, r.currency, r.hold_seconds, r.renewals_allowed, r.renewals
        from unnest($1) with ordinality as k(id, place)
        join reservations r on r.id = k.id
        join payments p on p.reservation_id = r.id
        cross join lateral (
            select array_agg(o.seat_id order by o.ordinal) as ids,
                array_agg(o.category order by o.ordinal) as categories,
                array_agg(o.price order by o.ordinal) as prices,
                array_agg(coalesce(s.version, 0) order by o.ordinal) as versions,
                case when bool_or(s.reservation_id = r.id and s.block_wanted_at is not null) then array_agg(
                    case when s.reservation_id = r.id then s.block_wanted_at end order by o.ordinal) end as wishes,
                {SeatsJson.AreTogether} as together
            from reservation_seats o left join seats s on s.schedule_id = o.schedule_id and s.seat_id = o.seat_id
            where o.reservation_id = r.id) seat
        """,
        keys => [Uuids(keys, key => key)],
        ReadReservation);

    public static readonly LoadQuery<FanKey, IReadOnlyList<FanReservation>> Fan = new(
        "fan",
        $"""
        select k.place, array_agg(f.id order by {FanOrder}), array_agg(f.seats order by {FanOrder}),
            array_agg(f.bought_at order by {FanOrder}), array_agg(f.unpaid_from order by {FanOrder}),
            array_agg(f.unpaid_until order by {FanOrder})
        from unnest($1, $2) with ordinality as k(schedule_id, user_id, place)
        cross join lateral (
            select r.id, r.created_at, r.status in (0, 1, 2) as live, case when r.status in (0, 1, 2) then
                    (select count(*)::integer from reservation_seats o where o.reservation_id = r.id) else 0
                end as seats,
                case when r.status = 2 then r.updated_at end as bought_at,
                case when p.status = 3 then r.created_at end as unpaid_from,
                case when p.status = 3 then least(r.updated_at, r.expires_at) end as unpaid_until
            from reservations r left join payments p on p.reservation_id = r.id and r.status in (3, 4)
            where r.user_id = k.user_id and r.schedule_id = k.schedule_id
            order by live desc, r.created_at desc, r.id desc
            limit {Limits.RememberedReservationsPerFan}) f
        group by k.place
        """,
        keys => [Uuids(keys, key => key.ScheduleId), Uuids(keys, key => key.UserId)],
        (row, _) => ReadFan(row));

    public static readonly LoadQuery<Guid, BalanceRow> Balance = new(
        "balance",
        """
        select k.place, b.balance, b.version
        from unnest($1) with ordinality as k(user_id, place) join balances b on b.user_id = k.user_id
        """,
        keys => [Uuids(keys, key => key)],
        (row, key) => new BalanceRow(key, row.GetInt64(1), row.GetInt64(2)));

    /// <summary>Balances in other currencies than the installation's.</summary>
    public static readonly LoadQuery<BalanceKey, BalanceRow> CurrencyBalance = new(
        "balance",
        """
        select k.place, b.balance, b.version
        from unnest($1, $2) with ordinality as k(user_id, currency, place)
        join currency_balances b on b.user_id = k.user_id and b.currency = k.currency
        """,
        keys => [Uuids(keys, key => key.UserId), Texts(keys, key => key.Currency!)],
        (row, key) => new BalanceRow(key.UserId, row.GetInt64(1), row.GetInt64(2), key.Currency));

    public static readonly LoadQuery<LedgerKey, LedgerRow> LedgerEntry = new(
        "ledger",
        """
        select k.place, l.kind, l.amount, l.balance_after, l.reservation_id, l.at, l.currency
        from unnest($1, $2) with ordinality as k(user_id, operation_id, place)
        join ledger l on l.user_id = k.user_id and l.operation_id = k.operation_id
        """,
        keys => [Uuids(keys, key => key.UserId), Texts(keys, key => key.OperationId)],
        (row, key) => new LedgerRow(key.UserId, key.OperationId, (LedgerKind)row.GetInt16(1), row.GetInt64(2),
            row.GetInt64(3), row.GuidOrNull(4), row.MomentAt(5), row.IsDBNull(6) ? null : row.GetString(6)));

    private static IReadOnlyList<FanReservation> ReadFan(NpgsqlDataReader row)
    {
        var (ids, seats) = (row.GetFieldValue<Guid[]>(1), row.GetFieldValue<int[]>(2));
        var (bought, from, until) = (Moments(3), Moments(4), Moments(5));
        return
        [
            .. ids.Select((id, at) => new FanReservation(
                id, seats[at], bought[at],
                from[at] is { } begin && until[at] is { } end ? new UnpaidHold(begin, end) : null)),
        ];

        DateTimeOffset?[] Moments(int column) => row.GetFieldValue<DateTimeOffset?[]>(column);
    }

    private static ReservationRecord ReadReservation(NpgsqlDataReader row, Guid id)
    {
        var seatIds = row.IsDBNull(16) ? [] : row.GetFieldValue<string[]>(16);
        var categories = seatIds.Length == 0 ? [] : row.GetFieldValue<string[]>(17);
        var prices = seatIds.Length == 0 ? [] : row.GetFieldValue<long[]>(18);
        var versions = seatIds.Length == 0 ? [] : row.GetFieldValue<long[]>(19);
        var reservation = new ReservationRow(
            id,
            ScheduleId: row.GetGuid(1),
            UserId: row.GetGuid(2),
            Seats: [.. seatIds.Select((seatId, at) => new ReservedSeat(seatId, categories[at], prices[at]))],
            Amount: row.GetInt64(3),
            RequestHash: row.GetString(4),
            CreatedAt: row.MomentAt(5),
            Status: (ReservationStatus)row.GetInt16(6),
            ExpiresAt: row.MomentAt(7),
            HeldUntil: row.MomentOrNull(8),
            Reason: row.IsDBNull(9) ? null : row.GetString(9),
            UpdatedAt: row.MomentAt(10),
            Version: row.GetInt64(11),
            QueueNumber: row.IsDBNull(20) ? null : row.GetInt64(20),
            Currency: row.IsDBNull(26) ? null : row.GetString(26))
        {
            HoldSeconds = row.IsDBNull(27) ? null : row.GetInt32(27),
            RenewalsAllowed = row.GetInt16(28),
            Renewals = RenewalsOf(row.GetString(29)),
        };
        var payment = new PaymentRow(
            id, row.GetGuid(12), row.GetInt64(13), (PaymentStatus)row.GetInt16(14), row.GetInt64(15),
            row.GuidOrNull(21), row.GetInt64(22), row.IsDBNull(23) ? null : row.GetString(23));
        return new ReservationRecord(reservation, payment, [.. versions])
        {
            BlockWishes = row.IsDBNull(24)
                ? []
                : [.. row.GetFieldValue<DateTime?[]>(24).Select(at => at is { } moment
                    ? new DateTimeOffset(moment, TimeSpan.Zero)
                    : (DateTimeOffset?)null)],
            Together = row.IsDBNull(25) ? null : row.GetBoolean(25),
        };
    }

    /// <summary>The names of renewals, from the column that has them all.</summary>
    public static ImmutableArray<string> RenewalsOf(string column) =>
        [.. column.Split(' ', StringSplitOptions.RemoveEmptyEntries)];

    public static NpgsqlParameter Uuids<TKey>(TKey[] keys, Converter<TKey, Guid> value) =>
        new NpgsqlParameter<Guid[]>
        {
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid,
            TypedValue = Array.ConvertAll(keys, value),
        };

    private static NpgsqlParameter Texts<TKey>(TKey[] keys, Converter<TKey, string> value) =>
        new NpgsqlParameter<string[]>
        {
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
            TypedValue = Array.ConvertAll(keys, value),
        };
}

/// <summary>A query that loads many keys of one kind.</summary>
/// <param name="Kind">For logs and meters.</param>
/// <param name="Sql">
/// Returns at most one row per key; the first column is the key's position among the parameters, from 1.
/// </param>
/// <param name="Read">Reads the columns from the second on.</param>
internal sealed record LoadQuery<TKey, TValue>(
    string Kind,
    string Sql,
    Func<TKey[], NpgsqlParameter[]> Parameters,
    Func<NpgsqlDataReader, TKey, TValue> Read)
    where TKey : notnull
    where TValue : class;

/// <summary>The unique key of a ledger entry.</summary>
internal readonly record struct LedgerKey(Guid UserId, string OperationId);

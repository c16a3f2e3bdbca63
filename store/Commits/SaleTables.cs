using System.Collections.Immutable;
using Ticketing.Storage;

namespace Ticketing.Store;

/// <summary>The journal, seats, reservations and money. See <see cref="Tables"/>.</summary>
internal static class SaleTables
{
    public static readonly ImmutableArray<Table> All =
    [
        new Table<JournalRow>("journal", commit => commit.Journal)
            .Key("source_id", row => row.SourceId)
            .Key("debit", row => (short)row.Debit)
            .Key("credit", row => (short)row.Credit)
            .Fixed("amount", row => row.Amount)
            .Fixed("currency", row => row.Currency)
            .Fixed("method", row => (short)row.Method)
            .Fixed("schedule_id", row => row.ScheduleId)
            .Fixed("at", row => row.At),

        new Table<SeatRow>("seats", commit => commit.Seats)
            .Key("schedule_id", row => row.Key.ScheduleId)
            .Key("seat_id", row => row.Key.SeatId)
            .Changing("status", row => (short)row.Status)
            .Changing("reservation_id", row => row.ReservationId)
            .Changing("block_wanted_at", row => row.BlockWantedAt)
            .Version(row => row.Version)
            .UpdatesOnly(),

        new Table<ReservationRow>("reservations", commit => commit.Reservations)
            .Key("id", row => row.Id)
            .Fixed("schedule_id", row => row.ScheduleId)
            .Fixed("user_id", row => row.UserId)
            .Fixed("amount", row => row.Amount)
            .Fixed("request_hash", row => row.RequestHash)
            .Fixed("created_at", row => row.CreatedAt)
            .Fixed("queue_number", row => row.QueueNumber)
            .Fixed("currency", row => row.Currency)
            .Fixed("hold_seconds", row => row.HoldSeconds)
            .Fixed("renewals_allowed", row => (short)row.RenewalsAllowed)
            .Changing("status", row => (short)row.Status)
            .Changing("expires_at", row => row.ExpiresAt)
            .Changing("hold_extended", row => row.HeldUntil is not null)
            .Changing("held_until", row => row.HeldUntil)
            .Changing("renewals", row => string.Join(' ', row.Renewals))
            .Changing("reason", row => row.Reason)
            .Changing("updated_at", row => row.UpdatedAt)
            .Version(row => row.Version),

        // Only a payment that came late gets other seats; there are as many as before.
        new Table<ReservationSeatRow>("reservation_seats", ReservationSeatRow.Of)
            .Key("reservation_id", row => row.ReservationId)
            .Key("ordinal", row => row.Ordinal)
            .Fixed("schedule_id", row => row.ScheduleId)
            .Changing("seat_id", row => row.Seat.SeatId)
            .Changing("category", row => row.Seat.Category)
            .Changing("price", row => row.Seat.Price)
            .UpdatedBy(
                """
                update reservation_seats t set seat_id = c.seat_id, category = c.category, price = c.price
                from (select unnest($1) as reservation_id, unnest($2) as ordinal, unnest($3) as schedule_id,
                    unnest($4) as seat_id, unnest($5) as category, unnest($6) as price) c
                where t.reservation_id = c.reservation_id and t.ordinal = c.ordinal
                    and (t.seat_id, t.category, t.price) <> (c.seat_id, c.category, c.price)
                """,
                inserts: row => row.IsNew)
            .Derived()
            .Replanned(),

        new Table<PaymentRow>("payments", commit => commit.Payments)
            .Key("reservation_id", row => row.ReservationId)
            .Fixed("user_id", row => row.UserId)
            .Fixed("amount", row => row.Amount)
            .Changing("status", row => (short)row.Status)
            .Changing("order_id", row => row.OrderId)
            .Changing("charged", row => row.Charged)
            .Changing("coupon_code", row => row.CouponCode)
            .Version(row => row.Version),

        // RemoveAll returns the same array when nothing is removed.
        new Table<BalanceRow>("balances", commit => commit.Balances.RemoveAll(row => row.Currency is not null))
            .Key("user_id", row => row.UserId)
            .Changing("balance", row => row.Balance)
            .Version(row => row.Version),

        new Table<BalanceRow>("currency_balances", commit => commit.Balances.RemoveAll(row => row.Currency is null))
            .Key("user_id", row => row.UserId)
            .Key("currency", row => row.Currency!)
            .Changing("balance", row => row.Balance)
            .Version(row => row.Version),
    ];
}

using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Ticketing.PostProcessing;
using Ticketing.Storage;

namespace Ticketing.Store;

/// <summary>
/// Every table that commits write. A new one is a property of <see cref="Commit"/> with its row, an entry here, and a
/// migration in <c>store/schema</c>.
/// </summary>
internal static class Tables
{
    /// <summary>In the order in which a transaction locks them.</summary>
    public static readonly ImmutableArray<Table> All =
    [
        new Table<SeatRow>("seats", commit => commit.Seats)
            .Key("schedule_id", row => row.Key.ScheduleId)
            .Key("seat_id", row => row.Key.SeatId)
            .Changing("status", row => (short)row.Status)
            .Changing("reservation_id", row => row.ReservationId)
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
            .Changing("status", row => (short)row.Status)
            .Changing("expires_at", row => row.ExpiresAt)
            .Changing("hold_extended", row => row.HoldExtended)
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

        new Table<BalanceRow>("balances", commit => commit.Balances)
            .Key("user_id", row => row.UserId)
            .Changing("balance", row => row.Balance)
            .Version(row => row.Version),

        new Table<QueueRow>("queues", commit => commit.Queues)
            .Key("schedule_id", row => row.ScheduleId)
            .Changing("enabled", row => row.Settings.Enabled)
            .Changing("max_active", row => row.Settings.MaxActive)
            .Changing("pace_per_second", row => row.Settings.PacePerSecond)
            .Changing("paused", row => row.Settings.Paused)
            .Changing("draining", row => row.Settings.Draining)
            .Changing("claim_seconds", row => row.Settings.ClaimSeconds)
            .Changing("active_seconds", row => row.Settings.ActiveSeconds)
            .Changing("pauses_when_sold_out", row => row.Settings.PausesWhenSoldOut)
            .Changing("draws", row => row.Settings.Draws)
            .Changing("last_number", row => row.LastNumber)
            .Changing("admitted_through", row => row.AdmittedThrough)
            .Changing("waiting", row => row.Waiting)
            .Changing("served", row => row.Served)
            .Changing("abandoned", row => row.Abandoned)
            .Changing("draw_key", row => ImmutableCollectionsMarshal.AsArray(row.DrawKey))
            .Changing("drawn_entries", row => row.DrawnEntries)
            .AlsoSets("most_active = greatest(t.most_active, c.max_active)")
            .Version(row => row.Version)
            .UpdatesOnly(),

        // Inserted by number: neighbours in the queue become neighbours in the table.
        new Table<PlaceRow>("queue_places", commit => commit.Places)
            .Key("schedule_id", row => row.ScheduleId)
            .Key("user_id", row => row.UserId)
            .Changing("number", row => row.Number)
            .Changing("joined_at", row => row.JoinedAt)
            .Changing("status", row => (short)row.Status)
            .Changing("until", row => row.Until)
            .Changing("extended", row => row.Extended)
            .Version(row => row.Version)
            .InsertedBy((left, right) =>
                (left.ScheduleId, left.Number).CompareTo((right.ScheduleId, right.Number)))
            .Replanned(),

        new Table<StockRow>("stock", commit => commit.Stock)
            .Key("schedule_id", row => row.Key.ScheduleId)
            .Key("category", row => row.Key.Category)
            .Changing("allocated", row => row.Allocated)
            .Changing("sold", row => row.Sold)
            .Version(row => row.Version)
            .UpdatesOnly(),

        new Table<StockTakeRow>("stock_takes", commit => commit.StockTakes)
            .Key("take_id", row => row.TakeId)
            .Key("category", row => row.Key.Category)
            .Fixed("schedule_id", row => row.Key.ScheduleId)
            .Fixed("reservation_id", row => row.ReservationId)
            .Changing("quantity", row => row.Quantity)
            .Changing("status", row => (short)row.Status)
            .Changing("at", row => row.At)
            .Version(row => row.Version),

        new Table<CouponRow>("coupons", commit => commit.Coupons)
            .Key("code", row => row.Code)
            .Changing("kind", row => (short)row.Terms.Kind)
            .Changing("value", row => row.Terms.Value)
            .Changing("valid_from", row => row.Terms.ValidFrom)
            .Changing("valid_until", row => row.Terms.ValidUntil)
            .Changing("total_uses", row => row.Terms.TotalUses)
            .Changing("uses_per_fan", row => row.Terms.UsesPerFan)
            .Changing("minimum_amount", row => row.Terms.MinimumAmount)
            .Changing("used", row => row.Used)
            .Version(row => row.Version),

        new Table<CouponUseRow>("coupon_uses", commit => commit.CouponUses)
            .Key("code", row => row.Code)
            .Key("order_id", row => row.OrderId)
            .Fixed("user_id", row => row.UserId)
            .Changing("discount", row => row.Discount)
            .Changing("status", row => (short)row.Status)
            .Changing("reason", row => row.Reason)
            .Changing("at", row => row.At)
            .Version(row => row.Version),

        new Table<OrderRow>("orders", commit => commit.Orders)
            .Key("id", row => row.OrderId)
            .Fixed("reservation_id", row => row.ReservationId)
            .Fixed("schedule_id", row => row.ScheduleId)
            .Fixed("user_id", row => row.UserId)
            .Json("lines", row => OrderJson.Write(row.Lines), row => row.Lines.Select(line => line.Category))
            .Fixed("amount", row => row.Amount)
            .Fixed("coupon_code", row => row.CouponCode)
            .Fixed("created_at", row => row.CreatedAt)
            .Changing("status", row => (short)row.Status)
            .Changing("discount", row => row.Discount)
            .Json("parts", row => OrderJson.Write(row.Parts), row => row.Parts, changes: true)
            .Changing("reason", row => row.Reason)
            .Changing("updated_at", row => row.UpdatedAt)
            .Version(row => row.Version),

        new Table<OrderStepRow>("order_steps", commit => commit.OrderSteps)
            .Key("order_id", row => row.OrderId)
            .Key("number", row => row.Number)
            .Fixed("at", row => row.Step.At)
            .Fixed("name", row => row.Step.Name)
            .Fixed("detail", row => row.Step.Detail),

        new Table<TicketRow>("tickets", commit => commit.Tickets)
            .Key("id", row => row.TicketId)
            .Fixed("reservation_id", row => row.ReservationId)
            .Fixed("order_id", row => row.OrderId)
            .Fixed("schedule_id", row => row.ScheduleId)
            .Fixed("user_id", row => row.UserId)
            .Fixed("ordinal", row => (short)row.Ordinal)
            .Fixed("seat_id", row => row.SeatId)
            .Fixed("category", row => row.Category)
            .Fixed("code", row => row.Code)
            .Fixed("issued_at", row => row.IssuedAt)
            .Changing("is_cancelled", row => row.IsCancelled)
            .Changing("used_at", row => row.UsedAt)
            .Changing("used_gate", row => row.UsedGate)
            .Version(row => row.Version),

        new Table<StatisticsRow>("schedule_statistics", commit => commit.Statistics)
            .Key("schedule_id", row => row.Counts.ScheduleId)
            .Changing("fans_queued", row => row.Counts.FansQueued)
            .Changing("fans_admitted", row => row.Counts.FansAdmitted)
            .Changing("reserved", row => row.Counts.Reserved)
            .Changing("confirmed", row => row.Counts.Confirmed)
            .Changing("expired", row => row.Counts.Expired)
            .Changing("cancelled", row => row.Counts.Cancelled)
            .Changing("seats_sold", row => row.Counts.SeatsSold)
            .Changing("revenue", row => row.Counts.Revenue)
            .Changing("last_event_at", row => row.Counts.LastEventAt)
            .Version(row => row.Version),

        new Table<DetailsRow>("reservation_details", commit => commit.Details)
            .Key("reservation_id", row => row.ReservationId)
            .Fixed("schedule_id", row => row.Reservation?.ScheduleId)
            .Fixed("user_id", row => row.Reservation?.UserId)
            .Fixed("status", row => (short?)row.Reservation?.Status)
            .Json(
                "seats",
                row => row.Reservation is { } facet ? SeatsJson.Write(facet.Seats) : null,
                row => row.Reservation?.Seats.SelectMany(seat => new[] { seat.SeatId, seat.Category }) ?? [])
            .Fixed("amount", row => row.Reservation?.Amount)
            .Fixed("created_at", row => row.Reservation?.CreatedAt.UtcDateTime)
            .Fixed("expires_at", row => row.Reservation?.ExpiresAt.UtcDateTime)
            .Fixed("reason", row => row.Reservation?.Reason)
            .Fixed("reservation_version", row => row.Reservation?.Version ?? 0)
            .Fixed("payment_status", row => (short?)row.Payment?.Status)
            .Fixed("payment_version", row => row.Payment?.Version ?? 0)
            .Fixed("ticket_status", row => (short?)row.Tickets?.Status)
            .Fixed("ticket_version", row => row.Tickets?.Version ?? 0)
            .Fixed("stock_status", row => (short?)row.Stock?.Status)
            .Fixed("stock_version", row => row.Stock?.Version ?? 0)
            .OnConflict(FacetSql.KeepNewest, rows => DetailsRules.Merge(rows)),

        new Table<ConsumedRow>("consumed", commit => commit.Consumed)
            .Key("event_id", row => row.EventId)
            .Key("group_name", row => row.Group)
            .Fixed("at", row => row.At),

        new Table<LedgerRow>("ledger", commit => commit.Ledger)
            .Key("user_id", row => row.UserId)
            .Key("operation_id", row => row.OperationId)
            .Fixed("kind", row => (short)row.Kind)
            .Fixed("amount", row => row.Amount)
            .Fixed("balance_after", row => row.BalanceAfter)
            .Fixed("reservation_id", row => row.ReservationId)
            .Fixed("at", row => row.At),

        new Table<OutboxEvent>("outbox", commit => commit.Events)
            .Fixed("shard", row => OutboxShard.Of(row.Key))
            .Fixed("event_id", row => row.EventId)
            .Fixed("topic", row => row.Topic)
            .Fixed("key", row => row.Key)
            .Fixed("payload", row => row.Payload)
            .Fixed("traceparent", row => row.TraceParent)
            .Fixed("occurred_at", row => row.OccurredAt)
            .InCommitOrder(),
    ];
}

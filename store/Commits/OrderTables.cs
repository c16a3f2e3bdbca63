using System.Collections.Immutable;
using Ticketing.Storage;

namespace Ticketing.Store;

/// <summary>Stock, coupons, orders and tickets. See <see cref="Tables"/>.</summary>
internal static class OrderTables
{
    public static readonly ImmutableArray<Table> All =
    [
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
            .Changing("currency", row => row.Terms.Currency)
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
            .Fixed("currency", row => row.Currency)
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
            .Changing("undone_at", row => row.Undone?.At)
            .Changing("undone_gate", row => row.Undone?.Gate)
            .Changing("undone_reason", row => row.Undone?.Reason)
            .Version(row => row.Version),
    ];
}

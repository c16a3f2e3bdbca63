using Ticketing.Coupons;
using Ticketing.Storage;

namespace Ticketing.Tests.Support;

/// <summary>The checks of <see cref="MemoryChecks"/> for the tables of paying.</summary>
internal static class MemorySagaChecks
{
    public static void Assert(Commit commit, MemorySagaTables tables)
    {
        AssertStock(commit, tables);
        AssertCoupons(commit, tables);
        MemoryChecks.AssertDistinct(commit.Orders, row => row.OrderId, "orders");
        MemoryChecks.AssertDistinct(commit.OrderSteps, row => (row.OrderId, row.Number), "order_steps");
        MemoryChecks.AssertDistinct(commit.Tickets, row => row.TicketId, "tickets");
        foreach (var order in commit.Orders)
        {
            var old = tables.Orders.GetValueOrDefault(order.OrderId);
            Check(MemoryChecks.Follows(old?.Version, order.Version), "orders");
            Check(order.Amount >= 0, "orders");
            Check(order.Discount >= 0 && order.Discount <= (old ?? order).Amount, "orders");
        }

        foreach (var step in commit.OrderSteps)
            Check(tables.OrderSteps.GetValueOrDefault(step.OrderId)?.ContainsKey(step.Number) != true, "order_steps");
        foreach (var ticket in commit.Tickets)
        {
            var old = tables.Tickets.GetValueOrDefault(ticket.TicketId);
            Check(MemoryChecks.Follows(old?.Version, ticket.Version), "tickets");
            Check(ticket.UsedAt is null == ticket.UsedGate is null, "tickets");
            Check(!ticket.IsCancelled || ticket.UsedAt is null, "tickets");
        }
    }

    private static void AssertStock(Commit commit, MemorySagaTables tables)
    {
        MemoryChecks.AssertDistinct(commit.Stock, row => row.Key, "stock");
        MemoryChecks.AssertDistinct(commit.StockTakes, row => (row.TakeId, row.Key.Category), "stock_takes");
        foreach (var row in commit.Stock)
        {
            // Stock is inserted by the import alone, so version 1 matches no row here.
            var old = tables.Stock.GetValueOrDefault(row.Key);
            Check(old is not null && old.Version == row.Version - 1, "stock");
            Check(row is { Allocated: >= 0, Sold: >= 0 } && row.Allocated + row.Sold <= old!.Capacity, "stock");
        }

        foreach (var row in commit.StockTakes)
        {
            var old = tables.StockTakes.GetValueOrDefault((row.TakeId, row.Key.Category));
            Check(MemoryChecks.Follows(old?.Version, row.Version) && row.Quantity >= 0, "stock_takes");
        }
    }

    private static void AssertCoupons(Commit commit, MemorySagaTables tables)
    {
        MemoryChecks.AssertDistinct(commit.Coupons, row => row.Code, "coupons");
        MemoryChecks.AssertDistinct(commit.CouponUses, row => (row.Code, row.OrderId), "coupon_uses");
        foreach (var row in commit.Coupons)
        {
            Check(MemoryChecks.Follows(tables.Coupons.GetValueOrDefault(row.Code)?.Version, row.Version), "coupons");
            Check(row.Used >= 0 && row.Used <= row.Terms.TotalUses, "coupons");
            Check(row.Terms is { Value: > 0, TotalUses: > 0, UsesPerFan: > 0, MinimumAmount: >= 0 }, "coupons");
            Check(row.Terms.Kind != CouponKind.Percent || row.Terms.Value <= 100, "coupons");
        }

        foreach (var row in commit.CouponUses)
        {
            var old = tables.CouponUses.GetValueOrDefault((row.Code, row.OrderId));
            Check(MemoryChecks.Follows(old?.Version, row.Version) && row.Discount >= 0, "coupon_uses");
        }
    }

    private static void Check(bool holds, string table) => MemoryChecks.Assert(holds, table);
}

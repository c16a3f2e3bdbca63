using System.Collections.Immutable;
using Ticketing.Coupons;
using Ticketing.Orders;
using Ticketing.Stock;
using Ticketing.Storage;

namespace Ticketing.Tests.Support;

/// <summary>The tables of paying: stock, coupons, orders and tickets.</summary>
internal sealed class MemorySagaTables
{
    private static readonly TimeSpan StuckAfter = TimeSpan.FromSeconds(Limits.StuckOrderSeconds);
    private static readonly TimeSpan OfferedFor = TimeSpan.FromSeconds(Limits.OfferSeconds);

    public Dictionary<StockKey, StockRow> Stock { get; } = [];

    public Dictionary<(Guid TakeId, string Category), StockTakeRow> StockTakes { get; } = [];

    public Dictionary<string, CouponRow> Coupons { get; } = new(StringComparer.Ordinal);

    public Dictionary<(string Code, Guid OrderId), CouponUseRow> CouponUses { get; } = [];

    public Dictionary<Guid, OrderRow> Orders { get; } = [];

    public Dictionary<Guid, SortedDictionary<int, OrderStep>> OrderSteps { get; } = [];

    public Dictionary<Guid, TicketRow> Tickets { get; } = [];

    public Dictionary<Guid, List<Guid>> TicketsOfReservations { get; } = [];

    public void Write(Commit commit)
    {
        foreach (var row in commit.Stock)
            Stock[row.Key] = Stock[row.Key] with { Allocated = row.Allocated, Sold = row.Sold, Version = row.Version };
        foreach (var row in commit.StockTakes)
            StockTakes[(row.TakeId, row.Key.Category)] =
                StockTakes.TryGetValue((row.TakeId, row.Key.Category), out var old)
                    ? row with { Key = old.Key, ReservationId = old.ReservationId, At = StoredMoment.Of(row.At) }
                    : row with { At = StoredMoment.Of(row.At) };
        foreach (var row in commit.Coupons)
            Coupons[row.Code] = row with
            {
                Terms = row.Terms with
                {
                    ValidFrom = StoredMoment.Of(row.Terms.ValidFrom),
                    ValidUntil = StoredMoment.Of(row.Terms.ValidUntil),
                },
            };
        foreach (var row in commit.CouponUses)
            Write(row with { At = StoredMoment.Of(row.At) });
        foreach (var row in commit.Orders)
            Write(row with { UpdatedAt = StoredMoment.Of(row.UpdatedAt) });
        foreach (var row in commit.OrderSteps)
            Write(row);
        foreach (var row in commit.Tickets)
            Write(row with { UsedAt = row.UsedAt is { } usedAt ? StoredMoment.Of(usedAt) : null });
    }

    public IReadOnlyList<StockTakeRow> TakesOf(StockKey key, IReadOnlyList<Guid> takeIds) =>
        [.. takeIds.Distinct()
            .Select(id => StockTakes.GetValueOrDefault((id, key.Category)))
            .OfType<StockTakeRow>()
            .Where(take => take.Key == key)];

    public IReadOnlyList<CouponUseRow> UsesOf(string code, IReadOnlyList<Guid> orderIds) =>
        [.. orderIds.Distinct().Select(id => CouponUses.GetValueOrDefault((code, id))).OfType<CouponUseRow>()];

    public IReadOnlyDictionary<Guid, int> UsesByFans(string code, IReadOnlyList<Guid> users)
    {
        var asked = users.ToHashSet();
        return CouponUses.Values
            .Where(use => use.Code == code && use.Status == CouponUseStatus.Taken && asked.Contains(use.UserId))
            .CountBy(use => use.UserId)
            .ToDictionary();
    }

    public OrderRecord? Order(Guid id) =>
        Orders.TryGetValue(id, out var order)
            ? new OrderRecord(order, OrderSteps.TryGetValue(id, out var steps) ? [.. steps.Values] : [])
            : null;

    public IReadOnlyList<TicketRow> TicketsOf(Guid reservationId) =>
        [.. TicketsOfReservations.GetValueOrDefault(reservationId, [])
            .Select(id => Tickets[id])
            .OrderBy(ticket => ticket.Ordinal)
            .ThenBy(ticket => ticket.TicketId)];

    public IReadOnlyList<Guid> StuckOrders(DateTimeOffset now, int limit) =>
        [.. Orders.Values
            .Where(order => order.Status is not (OrderStatus.Completed or OrderStatus.Failed or OrderStatus.Undone))
            .Where(order => order.UpdatedAt <= now - StuckAfter)
            .Where(order => order.Status != OrderStatus.Offered || order.UpdatedAt <= now - StuckAfter - OfferedFor)
            .OrderBy(order => order.UpdatedAt)
            .ThenBy(order => order.OrderId)
            .Take(limit)
            .Select(order => order.OrderId)];

    private void Write(CouponUseRow row) =>
        CouponUses[(row.Code, row.OrderId)] = CouponUses.TryGetValue((row.Code, row.OrderId), out var old)
            ? row with { UserId = old.UserId }
            : row;

    private void Write(OrderRow row) =>
        Orders[row.OrderId] = Orders.TryGetValue(row.OrderId, out var old)
            ? old with
            {
                Status = row.Status,
                Discount = row.Discount,
                Parts = row.Parts,
                Reason = row.Reason,
                UpdatedAt = row.UpdatedAt,
                Version = row.Version,
            }
            : row with { CreatedAt = StoredMoment.Of(row.CreatedAt) };

    private void Write(OrderStepRow row)
    {
        if (!OrderSteps.TryGetValue(row.OrderId, out var steps))
            OrderSteps[row.OrderId] = steps = [];
        steps.Add(row.Number, row.Step with { At = StoredMoment.Of(row.Step.At) });
    }

    private void Write(TicketRow row)
    {
        if (Tickets.TryGetValue(row.TicketId, out var old))
        {
            Tickets[row.TicketId] = old with
            {
                IsCancelled = row.IsCancelled,
                UsedAt = row.UsedAt,
                UsedGate = row.UsedGate,
                Undone = row.Undone,
                Version = row.Version,
            };
            return;
        }

        Tickets[row.TicketId] = row with { IssuedAt = StoredMoment.Of(row.IssuedAt) };
        if (!TicketsOfReservations.TryGetValue(row.ReservationId, out var ids))
            TicketsOfReservations[row.ReservationId] = ids = [];
        ids.Add(row.TicketId);
    }
}

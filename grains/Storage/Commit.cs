using System.Collections.Immutable;

namespace Ticketing.Storage;

/// <summary>
/// What is written in one transaction: all of it, or nothing. A row with a version carries the one it will have:
/// version 1 is inserted and must not exist yet, version n replaces version n-1 and no other.
/// </summary>
public sealed record Commit
{
    public ImmutableArray<SeatRow> Seats { get; init; } = [];

    public ImmutableArray<ReservationRow> Reservations { get; init; } = [];

    public ImmutableArray<PaymentRow> Payments { get; init; } = [];

    public ImmutableArray<BalanceRow> Balances { get; init; } = [];

    public ImmutableArray<LedgerRow> Ledger { get; init; } = [];

    public ImmutableArray<QueueRow> Queues { get; init; } = [];

    public ImmutableArray<PlaceRow> Places { get; init; } = [];

    public ImmutableArray<StockRow> Stock { get; init; } = [];

    public ImmutableArray<StockTakeRow> StockTakes { get; init; } = [];

    public ImmutableArray<CouponRow> Coupons { get; init; } = [];

    public ImmutableArray<CouponUseRow> CouponUses { get; init; } = [];

    public ImmutableArray<OrderRow> Orders { get; init; } = [];

    public ImmutableArray<OrderStepRow> OrderSteps { get; init; } = [];

    public ImmutableArray<TicketRow> Tickets { get; init; } = [];

    public ImmutableArray<StatisticsRow> Statistics { get; init; } = [];

    public ImmutableArray<DetailsRow> Details { get; init; } = [];

    public ImmutableArray<ConsumedRow> Consumed { get; init; } = [];

    public ImmutableArray<OutboxEvent> Events { get; init; } = [];
}

using System.Collections.Immutable;

namespace Ticketing.Storage;

/// <summary>
/// The rows and events that one transaction writes, all or nothing. A versioned row carries its new version: version 1
/// is inserted and must not exist yet, version n replaces exactly version n-1.
/// </summary>
public sealed record Commit
{
    public ImmutableArray<SeatRow> Seats { get; init; } = [];

    public ImmutableArray<ReservationRow> Reservations { get; init; } = [];

    public ImmutableArray<PaymentRow> Payments { get; init; } = [];

    public ImmutableArray<FanLimitRow> FanLimits { get; init; } = [];

    public ImmutableArray<BalanceRow> Balances { get; init; } = [];

    public ImmutableArray<LedgerRow> Ledger { get; init; } = [];

    public ImmutableArray<JournalRow> Journal { get; init; } = [];

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

/// <summary>A row with optimistic concurrency control by a version.</summary>
public interface IVersionedRow
{
    /// <summary>The version after the write; see <see cref="Commit"/>.</summary>
    long Version { get; }
}

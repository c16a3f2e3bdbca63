using Ticketing.Balances;
using Ticketing.Catalog;
using Ticketing.Queues;
using Ticketing.Seats;
using Ticketing.Stock;

namespace Ticketing.Storage;

/// <summary>
/// The port to the only durable store. Every method throws a <see cref="TicketStoreException"/> when the store fails:
/// <see cref="StoreOverloadedException"/> when too many operations are waiting, <see cref="StoreUnavailableException"/>
/// when the database is unreachable.
/// </summary>
public interface ITicketStore
{
    /// <summary>
    /// Writes everything durably, or nothing. Throws <see cref="CommitConflictException"/> when a version does not
    /// match or a row exists (nothing is written), <see cref="FanLimitException"/> when a <see cref="FanLimitRow"/> is
    /// not kept (nothing is written), and <see cref="CommitOutcomeUnknownException"/> when the outcome is unknown.
    /// </summary>
    Task CommitAsync(Commit commit);

    Task<SeatRow?> LoadSeatAsync(SeatKey key);

    Task<ReservationRecord?> LoadReservationAsync(Guid reservationId);

    /// <summary>
    /// The fan's reservations, at most <see cref="Limits.RememberedReservationsPerFan"/>: live ones first, then newest.
    /// </summary>
    Task<IReadOnlyList<FanReservation>> LoadFanAsync(FanKey key);

    Task<BalanceRow?> LoadBalanceAsync(BalanceKey key);

    /// <summary>Operation ids are unique over all currencies of a user.</summary>
    Task<LedgerRow?> LoadLedgerEntryAsync(Guid userId, string operationId);

    Task<SaleTerms?> LoadSaleTermsAsync(Guid scheduleId);

    /// <summary>The seats in the plan's order; empty when the schedule does not exist.</summary>
    Task<IReadOnlyList<ScheduleSeat>> LoadScheduleSeatsAsync(Guid scheduleId);

    /// <summary>
    /// The status of every seat at one point in time, in the plan's order; empty when the schedule does not exist.
    /// </summary>
    Task<IReadOnlyList<SeatSnapshot>> LoadSeatSnapshotsAsync(Guid scheduleId);

    /// <summary>Includes general admission. Null when the schedule does not exist.</summary>
    Task<SeatCounts?> CountSeatsAsync(Guid scheduleId);

    /// <summary>
    /// Reservations with a due step at <paramref name="now"/>, oldest first: Pending ones after their deadline, and
    /// Paying ones and those whose payment is Debiting or Refunding without progress for
    /// <see cref="Limits.StuckPaymentSeconds"/>.
    /// </summary>
    Task<IReadOnlyList<Guid>> FindDueReservationsAsync(DateTimeOffset now, int limit);

    /// <summary>
    /// The queue with its present places, read by one statement and therefore consistent; null when the schedule does
    /// not exist.
    /// </summary>
    Task<QueueRecord?> LoadQueueAsync(Guid scheduleId);

    /// <summary>The places of these fans; fans without one are left out. In no particular order.</summary>
    Task<IReadOnlyList<PlaceRow>> LoadPlacesAsync(Guid scheduleId, IReadOnlyList<Guid> users);

    /// <summary>The places that currently have these numbers, in no particular order.</summary>
    Task<IReadOnlyList<PlaceRow>> LoadPlacesByNumberAsync(Guid scheduleId, IReadOnlyList<long> numbers);

    /// <summary>
    /// Schedules whose queue is enabled and has a waiting fan who may be admitted (the sale is open, the event has not
    /// begun, the queue is not paused), or a place whose <see cref="PlaceRow.Until"/> is not after
    /// <paramref name="now"/>. At most <paramref name="limit"/>; successive calls return different ones, so that none
    /// is left out forever.
    /// </summary>
    Task<IReadOnlyList<Guid>> FindDueQueuesAsync(DateTimeOffset now, int limit);

    /// <summary>Null before the first counted event.</summary>
    Task<StatisticsRow?> LoadStatisticsAsync(Guid scheduleId);

    /// <summary>The subset of these events that the group has processed.</summary>
    Task<IReadOnlySet<Guid>> LoadConsumedAsync(string group, IReadOnlyList<Guid> eventIds);

    /// <summary>Null when the schedule has no such category.</summary>
    Task<StockRow?> LoadStockAsync(StockKey key);

    /// <summary>
    /// The takes of these orders and reservations; those without one are left out. In no particular order.
    /// </summary>
    Task<IReadOnlyList<StockTakeRow>> LoadStockTakesAsync(StockKey key, IReadOnlyList<Guid> takeIds);

    /// <summary>
    /// Allocated general admission whose reservation does not exist or has ended, last written at least
    /// <see cref="Limits.UnclaimedTakeSeconds"/> before <paramref name="now"/>; oldest first.
    /// </summary>
    Task<IReadOnlyList<StockTakeRow>> FindUnclaimedTakesAsync(DateTimeOffset now, int limit);

    Task<CouponRow?> LoadCouponAsync(string code);

    /// <summary>The uses of the coupon by these orders, in no particular order.</summary>
    Task<IReadOnlyList<CouponUseRow>> LoadCouponUsesAsync(string code, IReadOnlyList<Guid> orderIds);

    /// <summary>Current number of uses by each of these fans; fans without a use are left out.</summary>
    Task<IReadOnlyDictionary<Guid, int>> CountCouponUsesAsync(string code, IReadOnlyList<Guid> users);

    Task<OrderRecord?> LoadOrderAsync(Guid orderId);

    /// <summary>The tickets of a reservation ordered by their ordinals, including cancelled ones.</summary>
    Task<IReadOnlyList<TicketRow>> LoadTicketsAsync(Guid reservationId);

    /// <summary>
    /// Orders that have not ended and made no progress for <see cref="Limits.StuckOrderSeconds"/> at
    /// <paramref name="now"/>, the longest stuck first. Offered ones are given <see cref="Limits.OfferSeconds"/> more.
    /// </summary>
    Task<IReadOnlyList<Guid>> FindStuckOrdersAsync(DateTimeOffset now, int limit);
}

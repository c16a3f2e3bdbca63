using Ticketing.Catalog;
using Ticketing.Queues;
using Ticketing.Seats;
using Ticketing.Stock;

namespace Ticketing.Storage;

/// <summary>
/// The port to the only durable store. Every method throws a <see cref="TicketStoreException"/> when the store fails:
/// <see cref="StoreOverloadedException"/> when too much is waiting, <see cref="StoreUnavailableException"/> when the
/// database cannot be reached.
/// </summary>
public interface ITicketStore
{
    /// <summary>
    /// Writes all of it, durably, or nothing. Throws <see cref="CommitConflictException"/> when a version did not match
    /// or a row existed (nothing is written), <see cref="CommitOutcomeUnknownException"/> when nobody can know.
    /// </summary>
    Task CommitAsync(Commit commit);

    Task<SeatRow?> LoadSeatAsync(SeatKey key);

    Task<ReservationRecord?> LoadReservationAsync(Guid reservationId);

    /// <summary>
    /// The fan's reservations, at most <see cref="Limits.RememberedReservationsPerFan"/>: live ones first, then newest.
    /// </summary>
    Task<IReadOnlyList<FanReservation>> LoadFanAsync(FanKey key);

    Task<BalanceRow?> LoadBalanceAsync(Guid userId);

    Task<LedgerRow?> LoadLedgerEntryAsync(Guid userId, string operationId);

    Task<SaleTerms?> LoadSaleTermsAsync(Guid scheduleId);

    /// <summary>The seats in the plan's order; empty when there is no such schedule.</summary>
    Task<IReadOnlyList<ScheduleSeat>> LoadScheduleSeatsAsync(Guid scheduleId);

    /// <summary>What every seat is at one moment, in the plan's order; empty when there is no such schedule.</summary>
    Task<IReadOnlyList<SeatStanding>> LoadSeatStandingsAsync(Guid scheduleId);

    /// <summary>Null when the schedule has no seats.</summary>
    Task<SeatCounts?> CountSeatsAsync(Guid scheduleId);

    /// <summary>
    /// Reservations that need to be brought on at <paramref name="now"/>, oldest first: Pending ones past their time,
    /// Paying ones and those whose payment is Debiting or Refunding without a step for
    /// <see cref="Limits.StuckPaymentSeconds"/>.
    /// </summary>
    Task<IReadOnlyList<Guid>> FindDueReservationsAsync(DateTimeOffset now, int limit);

    /// <summary>Null when there is no such schedule. One statement: queue and places are of the same moment.</summary>
    Task<QueueRecord?> LoadQueueAsync(Guid scheduleId);

    /// <summary>The places of those of the fans who have one, in no order.</summary>
    Task<IReadOnlyList<PlaceRow>> LoadPlacesAsync(Guid scheduleId, IReadOnlyList<Guid> users);

    /// <summary>The places that have one of the numbers now, in no order.</summary>
    Task<IReadOnlyList<PlaceRow>> LoadPlacesByNumberAsync(Guid scheduleId, IReadOnlyList<long> numbers);

    /// <summary>
    /// Schedules whose queue has somebody waiting who may be admitted (the sale is open, the event has not begun, the
    /// queue is not paused), or a place whose <see cref="PlaceRow.Until"/> is not after <paramref name="now"/>; enabled
    /// ones only, at most <paramref name="limit"/>: other ones with every call, so that none is left out for good.
    /// </summary>
    Task<IReadOnlyList<Guid>> FindDueQueuesAsync(DateTimeOffset now, int limit);

    /// <summary>Null when nothing was counted yet.</summary>
    Task<StatisticsRow?> LoadStatisticsAsync(Guid scheduleId);

    /// <summary>Those of the events that the group has consumed, in no order.</summary>
    Task<IReadOnlySet<Guid>> LoadConsumedAsync(string group, IReadOnlyList<Guid> eventIds);

    /// <summary>Null when the schedule has no such category.</summary>
    Task<StockRow?> LoadStockAsync(StockKey key);

    /// <summary>What those of the orders and reservations have of the stock, in no order.</summary>
    Task<IReadOnlyList<StockTakeRow>> LoadStockTakesAsync(StockKey key, IReadOnlyList<Guid> takeIds);

    /// <summary>
    /// General admission that is set aside for reservations that do not have it or have ended, and was written no later
    /// than <see cref="Limits.UnclaimedTakeSeconds"/> before <paramref name="now"/>; oldest first.
    /// </summary>
    Task<IReadOnlyList<StockTakeRow>> FindUnclaimedTakesAsync(DateTimeOffset now, int limit);

    Task<CouponRow?> LoadCouponAsync(string code);

    /// <summary>What became of the coupon in those of the orders, in no order.</summary>
    Task<IReadOnlyList<CouponUseRow>> LoadCouponUsesAsync(string code, IReadOnlyList<Guid> orderIds);

    /// <summary>How often each of the fans uses the coupon now; fans who do not are left out.</summary>
    Task<IReadOnlyDictionary<Guid, int>> CountCouponUsesAsync(string code, IReadOnlyList<Guid> users);

    Task<OrderRecord?> LoadOrderAsync(Guid orderId);

    /// <summary>The tickets of a reservation by their ordinals, cancelled ones included.</summary>
    Task<IReadOnlyList<TicketRow>> LoadTicketsAsync(Guid reservationId);

    /// <summary>
    /// Orders that are at no end and had no step for <see cref="Limits.StuckOrderSeconds"/> at
    /// <paramref name="now"/>, longest first. Offered ones have <see cref="Limits.OfferSeconds"/> more.
    /// </summary>
    Task<IReadOnlyList<Guid>> FindStuckOrdersAsync(DateTimeOffset now, int limit);
}

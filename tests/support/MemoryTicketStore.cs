using System.Security.Cryptography;
using Ticketing.Balances;
using Ticketing.Catalog;
using Ticketing.Queues;
using Ticketing.Seats;
using Ticketing.Stock;
using Ticketing.Storage;
using Ticketing.Store;

namespace Ticketing.Tests.Support;

/// <summary>
/// The store in memory, with the contract of the one on Postgres. A subclass injects faults by overriding the hooks: an
/// exception before a commit leaves nothing behind, one after it leaves an unknown outcome, and a delay makes the store
/// slow. Continues on the caller's scheduler, so a simulation stays on its one thread.
/// </summary>
/// <param name="time">For the delays of subclasses; the store itself has no clock.</param>
public class MemoryTicketStore(TimeProvider time) : ITicketStore
{
    private readonly Lock gate = new(); // never held over an await
    private readonly MemoryTables tables = new();

    protected TimeProvider Time { get; } = time;

    /// <summary>Every event committed so far, in the order of the commits.</summary>
    public IReadOnlyList<OutboxEvent> Events => Read(() => tables.Events.ToArray());

    public IReadOnlyList<SeatRow> Seats => Read(() => tables.Seats.Values.ToArray());

    public IReadOnlyList<ReservationRow> Reservations => Read(() => tables.Reservations.Values.ToArray());

    public IReadOnlyList<PaymentRow> Payments => Read(() => tables.Payments.Values.ToArray());

    public IReadOnlyList<BalanceRow> Balances => Read(() => tables.Balances.Values.ToArray());

    public IReadOnlyList<LedgerRow> Ledger => Read(() => tables.Ledger.Values.ToArray());

    public IReadOnlyList<JournalRow> Journal => Read(() => tables.Journal.Values.ToArray());

    public IReadOnlyList<QueueRow> Queues => Read(() => tables.Queues.Values.ToArray());

    public IReadOnlyList<StatisticsRow> Statistics => Read(() => tables.Statistics.Values.ToArray());

    public IReadOnlyList<DetailsRow> Details => Read(() => tables.Details.Values.ToArray());

    public IReadOnlyList<StockRow> Stock => Read(() => tables.Saga.Stock.Values.ToArray());

    public IReadOnlyList<StockTakeRow> StockTakes => Read(() => tables.Saga.StockTakes.Values.ToArray());

    public IReadOnlyList<CouponRow> Coupons => Read(() => tables.Saga.Coupons.Values.ToArray());

    public IReadOnlyList<CouponUseRow> CouponUses => Read(() => tables.Saga.CouponUses.Values.ToArray());

    public IReadOnlyList<OrderRow> Orders => Read(() => tables.Saga.Orders.Values.ToArray());

    public IReadOnlyList<TicketRow> Tickets => Read(() => tables.Saga.Tickets.Values.ToArray());

    public IReadOnlyList<PlaceRow> QueuePlaces => Read(() => tables.QueuePlaces.Values.ToArray());

    /// <summary>Writes the rows that the import of a plan writes.</summary>
    /// <param name="queue">None when not given.</param>
    public void Seed(SaleTerms terms, IEnumerable<SeededSeat> seats, QueueSettings? queue = null) => Read(() =>
    {
        var seeded = seats.OrderBy(seat => seat.Place.Ordinal).ToArray();
        tables.Terms[terms.ScheduleId] = terms;
        // The same key in every run, so that a simulation can be replayed.
        var drawKey = queue is { Draws: true } ? SHA256.HashData(terms.ScheduleId.ToByteArray()) : [];
        tables.Queues[terms.ScheduleId] = new QueueRow(
            terms.ScheduleId, queue ?? QueueSettings.Off, LastNumber: 0, AdmittedThrough: 0, Waiting: 0, Served: 0,
            Abandoned: 0, DrawKey: [.. drawKey], DrawnEntries: null, Version: 1);
        tables.Places[terms.ScheduleId] = [.. seeded.Select(seat => seat.Place)];
        foreach (var (place, price) in seeded)
        {
            var key = new SeatKey(terms.ScheduleId, place.SeatId);
            tables.Seats.Add(key, new SeatRow(key, SeatStatus.Available, null, place.Category, price, 1)
            {
                Block = place.Block,
                Ordinal = place.Ordinal,
            });
        }

        foreach (var category in terms.Categories)
        {
            var key = new StockKey(terms.ScheduleId, category);
            var count = seeded.Count(seat => seat.Place.Category == category);
            tables.Saga.Stock[key] = new StockRow(key, count, HasSeats: true, Allocated: 0, Sold: 0, Version: 1);
        }

        return seeded.Length;
    });

    /// <summary>Adds general admission to a schedule that was seeded before.</summary>
    /// <param name="price">In points.</param>
    public void SeedAdmission(StockKey key, int capacity, long price) => Read(() =>
    {
        var terms = tables.Terms[key.ScheduleId];
        tables.Terms[key.ScheduleId] = terms with
        {
            Categories = [.. terms.Categories, key.Category],
            Admissions = [.. terms.Admissions, new AdmissionPrice(key.Category, price)],
        };
        return tables.Saga.Stock[key] = new StockRow(
            key, capacity, HasSeats: false, Allocated: 0, Sold: 0, Version: 1);
    });

    /// <summary>Adds fans who joined one after the other; fan n has number n.</summary>
    public void SeedWaiting(Guid scheduleId, int fans, DateTimeOffset joinedAt) =>
        Read(() => tables.SeedWaiting(scheduleId, fans, joinedAt));

    /// <summary>Moves the times of a sale, as an operator may.</summary>
    public void Move(Guid scheduleId, DateTimeOffset opensAt, DateTimeOffset startsAt) => Read(() =>
        tables.Terms[scheduleId] = tables.Terms[scheduleId] with { OpensAt = opensAt, StartsAt = startsAt });

    public async Task CommitAsync(Commit commit)
    {
        StorableText.AssertIn(commit);
        await BeforeCommitAsync(commit);
        lock (gate)
            tables.Write(commit);
        await AfterCommitAsync(commit);
    }

    public Task<SeatRow?> LoadSeatAsync(SeatKey key) => LoadAsync("seat", () => tables.Seats.GetValueOrDefault(key));

    public Task<ReservationRecord?> LoadReservationAsync(Guid reservationId) =>
        LoadAsync("reservation", () => tables.Reservation(reservationId));

    public Task<IReadOnlyList<FanReservation>> LoadFanAsync(FanKey key) => LoadAsync("fan", () => tables.Fan(key));

    public Task<BalanceRow?> LoadBalanceAsync(BalanceKey key) =>
        LoadAsync("balance", () => tables.Balances.GetValueOrDefault(key));

    public Task<LedgerRow?> LoadLedgerEntryAsync(Guid userId, string operationId) =>
        LoadAsync("ledger", () => tables.Ledger.GetValueOrDefault((userId, operationId)));

    public Task<SaleTerms?> LoadSaleTermsAsync(Guid scheduleId) =>
        LoadAsync("terms", () => tables.SaleTerms(scheduleId));

    public Task<IReadOnlyList<ScheduleSeat>> LoadScheduleSeatsAsync(Guid scheduleId) =>
        LoadAsync<IReadOnlyList<ScheduleSeat>>("schedule", () => tables.Places.GetValueOrDefault(scheduleId, []));

    public Task<IReadOnlyList<SeatSnapshot>> LoadSeatSnapshotsAsync(Guid scheduleId) =>
        LoadAsync("snapshots", () => tables.SeatSnapshots(scheduleId));

    public Task<SeatCounts?> CountSeatsAsync(Guid scheduleId) =>
        LoadAsync("counts", () => tables.SeatCounts(scheduleId));

    public Task<IReadOnlyList<Guid>> FindDueReservationsAsync(DateTimeOffset now, int limit) =>
        LoadAsync("due", () => tables.Due(now, limit));

    public Task<QueueRecord?> LoadQueueAsync(Guid scheduleId) => LoadAsync("queue", () => tables.Queue(scheduleId));

    public Task<IReadOnlyList<PlaceRow>> LoadPlacesAsync(Guid scheduleId, IReadOnlyList<Guid> users) =>
        LoadAsync("places", () => tables.PlacesOfFans(scheduleId, users));

    public Task<IReadOnlyList<PlaceRow>> LoadPlacesByNumberAsync(Guid scheduleId, IReadOnlyList<long> numbers) =>
        LoadAsync("places", () => tables.PlacesOfNumbers(scheduleId, numbers));

    public Task<IReadOnlyList<Guid>> FindDueQueuesAsync(DateTimeOffset now, int limit) =>
        LoadAsync("due", () => tables.DueQueues(now, limit));

    public Task<StatisticsRow?> LoadStatisticsAsync(Guid scheduleId) =>
        LoadAsync("statistics", () => tables.Statistics.GetValueOrDefault(scheduleId));

    public Task<IReadOnlySet<Guid>> LoadConsumedAsync(string group, IReadOnlyList<Guid> eventIds) =>
        LoadAsync<IReadOnlySet<Guid>>(
            "consumed", () => eventIds.Where(id => tables.Consumed.Contains((group, id))).ToHashSet());

    public Task<StockRow?> LoadStockAsync(StockKey key) =>
        LoadAsync("stock", () => tables.Saga.Stock.GetValueOrDefault(key));

    public Task<IReadOnlyList<StockTakeRow>> LoadStockTakesAsync(StockKey key, IReadOnlyList<Guid> takeIds) =>
        LoadAsync("takes", () => tables.Saga.TakesOf(key, takeIds));

    public Task<IReadOnlyList<StockTakeRow>> FindUnclaimedTakesAsync(DateTimeOffset now, int limit) =>
        LoadAsync("due", () => tables.UnclaimedTakes(now, limit));

    public Task<CouponRow?> LoadCouponAsync(string code) =>
        LoadAsync("coupon", () => tables.Saga.Coupons.GetValueOrDefault(code));

    public Task<IReadOnlyList<CouponUseRow>> LoadCouponUsesAsync(string code, IReadOnlyList<Guid> orderIds) =>
        LoadAsync("uses", () => tables.Saga.UsesOf(code, orderIds));

    public Task<IReadOnlyDictionary<Guid, int>> CountCouponUsesAsync(string code, IReadOnlyList<Guid> users) =>
        LoadAsync("uses", () => tables.Saga.UsesByFans(code, users));

    public Task<OrderRecord?> LoadOrderAsync(Guid orderId) => LoadAsync("order", () => tables.Saga.Order(orderId));

    public Task<IReadOnlyList<TicketRow>> LoadTicketsAsync(Guid reservationId) =>
        LoadAsync("tickets", () => tables.Saga.TicketsOf(reservationId));

    public Task<IReadOnlyList<Guid>> FindStuckOrdersAsync(DateTimeOffset now, int limit) =>
        LoadAsync("due", () => tables.Saga.StuckOrders(now, limit));

    /// <summary>Called before anything is written.</summary>
    protected virtual Task BeforeCommitAsync(Commit commit) => Task.CompletedTask;

    /// <summary>Called when everything is written, but the caller does not know it yet.</summary>
    protected virtual Task AfterCommitAsync(Commit commit) => Task.CompletedTask;

    /// <param name="what">
    /// seat, reservation, fan, balance, ledger, terms, schedule, standings, counts, queue, places, statistics,
    /// consumed, stock, takes, coupon, uses, order, tickets or due.
    /// </param>
    protected virtual Task BeforeLoadAsync(string what) => Task.CompletedTask;

    /// <summary>Called after a read. When it delays, the caller gets stale data.</summary>
    /// <param name="what">See <see cref="BeforeLoadAsync"/>.</param>
    protected virtual Task AfterLoadAsync(string what) => Task.CompletedTask;

    private async Task<TValue> LoadAsync<TValue>(string what, Func<TValue> read)
    {
        await BeforeLoadAsync(what);
        var value = Read(read);
        await AfterLoadAsync(what);
        return value;
    }

    private TValue Read<TValue>(Func<TValue> read)
    {
        lock (gate)
            return read();
    }
}

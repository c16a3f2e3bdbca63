using Microsoft.Extensions.Options;
using Npgsql;
using Ticketing.Balances;
using Ticketing.Catalog;
using Ticketing.Queues;
using Ticketing.Seats;
using Ticketing.Stock;
using Ticketing.Storage;

namespace Ticketing.Store;

/// <summary>The store on Postgres: group commits and batched loads. One instance per process.</summary>
public sealed class PostgresTicketStore : ITicketStore, IAsyncDisposable
{
    private readonly GroupCommit commits;
    private readonly BatchedLoader<SeatKey, SeatRow> seats;
    private readonly BatchedLoader<Guid, ReservationRecord> reservations;
    private readonly BatchedLoader<FanKey, IReadOnlyList<FanReservation>> fans;
    private readonly BatchedLoader<Guid, BalanceRow> balances;
    private readonly BatchedLoader<BalanceKey, BalanceRow> currencyBalances;
    private readonly BatchedLoader<LedgerKey, LedgerRow> ledgerEntries;
    private readonly BatchedLoader<Guid, OrderRecord> orders;
    private readonly BatchedLoader<Guid, IReadOnlyList<TicketRow>> tickets;
    private readonly ScheduleQueries schedules;
    private readonly QueueQueries queues;
    private readonly EffectQueries effects;
    private readonly StockQueries stock;
    private readonly NpgsqlDataSource dataSource;

    /// <param name="signal">Raised when events have been committed.</param>
    public PostgresTicketStore(
        NpgsqlDataSource dataSource,
        IOptions<StoreOptions> options,
        StoreMeters meters,
        TimeProvider time,
        ILogger<PostgresTicketStore> logger,
        OutboxSignal? signal = null)
    {
        commits = new GroupCommit(dataSource, options.Value, signal, meters, time, logger);
        seats = Loader(LoadQueries.Seat);
        reservations = Loader(LoadQueries.Reservation);
        fans = Loader(LoadQueries.Fan);
        balances = Loader(LoadQueries.Balance);
        currencyBalances = Loader(LoadQueries.CurrencyBalance);
        ledgerEntries = Loader(LoadQueries.LedgerEntry);
        orders = Loader(OrderQueries.Order);
        tickets = Loader(OrderQueries.Tickets);
        schedules = new ScheduleQueries(dataSource);
        queues = new QueueQueries(dataSource);
        effects = new EffectQueries(dataSource);
        stock = new StockQueries(dataSource);
        this.dataSource = dataSource;

        BatchedLoader<TKey, TValue> Loader<TKey, TValue>(LoadQuery<TKey, TValue> query)
            where TKey : notnull
            where TValue : class => new(query, dataSource, options.Value, meters, logger);
    }

    public Task CommitAsync(Commit commit)
    {
        StorableText.AssertIn(commit);
        return commits.CommitAsync(commit);
    }

    // No row has a key that cannot be stored as text. Such a key must not reach the database: it would fail the whole
    // batch.
    public Task<SeatRow?> LoadSeatAsync(SeatKey key) =>
        StorableText.Is(key.SeatId) ? seats.LoadAsync(key) : Task.FromResult<SeatRow?>(null);

    public Task<ReservationRecord?> LoadReservationAsync(Guid reservationId) => reservations.LoadAsync(reservationId);

    public async Task<IReadOnlyList<FanReservation>> LoadFanAsync(FanKey key) =>
        await fans.LoadAsync(key).ConfigureAwait(false) ?? [];

    public Task<BalanceRow?> LoadBalanceAsync(BalanceKey key) =>
        key.Currency is not { } currency ? balances.LoadAsync(key.UserId)
        : StorableText.Is(currency) ? currencyBalances.LoadAsync(key)
        : Task.FromResult<BalanceRow?>(null);

    public Task<LedgerRow?> LoadLedgerEntryAsync(Guid userId, string operationId) =>
        StorableText.Is(operationId)
            ? ledgerEntries.LoadAsync(new LedgerKey(userId, operationId))
            : Task.FromResult<LedgerRow?>(null);

    public Task<SaleTerms?> LoadSaleTermsAsync(Guid scheduleId) => schedules.SaleTermsAsync(scheduleId);

    public Task<IReadOnlyList<ScheduleSeat>> LoadScheduleSeatsAsync(Guid scheduleId) =>
        schedules.SeatsAsync(scheduleId);

    public Task<IReadOnlyList<SeatSnapshot>> LoadSeatSnapshotsAsync(Guid scheduleId) =>
        schedules.SeatSnapshotsAsync(scheduleId);

    public Task<SeatCounts?> CountSeatsAsync(Guid scheduleId) => schedules.SeatCountsAsync(scheduleId);

    public Task<IReadOnlyList<Guid>> FindDueReservationsAsync(DateTimeOffset now, int limit) =>
        schedules.DueReservationsAsync(now, limit);

    public Task<QueueRecord?> LoadQueueAsync(Guid scheduleId) => queues.QueueAsync(scheduleId);

    public Task<IReadOnlyList<PlaceRow>> LoadPlacesAsync(Guid scheduleId, IReadOnlyList<Guid> users) =>
        queues.PlacesAsync(scheduleId, users);

    public Task<IReadOnlyList<PlaceRow>> LoadPlacesByNumberAsync(Guid scheduleId, IReadOnlyList<long> numbers) =>
        queues.PlacesByNumberAsync(scheduleId, numbers);

    public Task<IReadOnlyList<Guid>> FindDueQueuesAsync(DateTimeOffset now, int limit) =>
        queues.DueAsync(now, limit);

    public Task<StatisticsRow?> LoadStatisticsAsync(Guid scheduleId) => effects.StatisticsAsync(scheduleId);

    public Task<IReadOnlySet<Guid>> LoadConsumedAsync(string group, IReadOnlyList<Guid> eventIds) =>
        effects.ConsumedAsync(group, eventIds);

    public Task<StockRow?> LoadStockAsync(StockKey key) =>
        StorableText.Is(key.Category) ? stock.StockAsync(key) : Task.FromResult<StockRow?>(null);

    public Task<IReadOnlyList<StockTakeRow>> LoadStockTakesAsync(StockKey key, IReadOnlyList<Guid> takeIds) =>
        stock.TakesAsync(key, takeIds);

    public Task<IReadOnlyList<StockTakeRow>> FindUnclaimedTakesAsync(DateTimeOffset now, int limit) =>
        stock.UnclaimedTakesAsync(now, limit);

    public Task<CouponRow?> LoadCouponAsync(string code) =>
        StorableText.Is(code) ? stock.CouponAsync(code) : Task.FromResult<CouponRow?>(null);

    public Task<IReadOnlyList<CouponUseRow>> LoadCouponUsesAsync(string code, IReadOnlyList<Guid> orderIds) =>
        stock.UsesAsync(code, orderIds);

    public Task<IReadOnlyDictionary<Guid, int>> CountCouponUsesAsync(string code, IReadOnlyList<Guid> users) =>
        stock.CountUsesAsync(code, users);

    public Task<OrderRecord?> LoadOrderAsync(Guid orderId) => orders.LoadAsync(orderId);

    public async Task<IReadOnlyList<TicketRow>> LoadTicketsAsync(Guid reservationId) =>
        await tickets.LoadAsync(reservationId).ConfigureAwait(false) ?? [];

    public Task<IReadOnlyList<Guid>> FindStuckOrdersAsync(DateTimeOffset now, int limit) =>
        OrderQueries.StuckAsync(dataSource, now, limit);

    /// <summary>
    /// Accepts no more requests and writes the commits it has accepted, within
    /// <see cref="StoreOptions.DrainTimeoutSeconds"/>.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        await commits.DisposeAsync().ConfigureAwait(false);
        await seats.DisposeAsync().ConfigureAwait(false);
        await reservations.DisposeAsync().ConfigureAwait(false);
        await fans.DisposeAsync().ConfigureAwait(false);
        await balances.DisposeAsync().ConfigureAwait(false);
        await ledgerEntries.DisposeAsync().ConfigureAwait(false);
        await orders.DisposeAsync().ConfigureAwait(false);
        await tickets.DisposeAsync().ConfigureAwait(false);
    }
}

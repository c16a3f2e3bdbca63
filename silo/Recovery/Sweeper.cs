using System.Collections.Concurrent;
using Ticketing.Orders;
using Ticketing.Queues;
using Ticketing.Reservations;
using Ticketing.Stock;
using Ticketing.Storage;

namespace Ticketing.Silo;

/// <summary>
/// Resumes work whose timer or event was lost, for example because no process was running: reservations with an overdue
/// deadline or payment, queues with waiting fans, orders without progress, and general admission that no reservation
/// claims. Several processes may sweep at once.
/// </summary>
public sealed class Sweeper(IGrainFactory grains, ITicketStore store, TimeProvider time, ILogger<Sweeper> log)
    : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(SweepLimits.PeriodSeconds);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(SweepLimits.GraceSeconds);

    private static readonly TimeSpan TakesPeriod = TimeSpan.FromSeconds(SweepLimits.TakesPeriodSeconds);

    private DateTimeOffset takesLookedAt;
    private int failedLast;
    private bool failing;

    /// <summary>
    /// Makes one pass. Returns how many reservations were resumed; queues and orders are not counted.
    /// </summary>
    public async Task<int> SweepAsync(CancellationToken stopping)
    {
        // Reservations that failed in the last pass come first again, so the limit grows to leave room for others.
        var limit = SweepLimits.BatchSize + Math.Min(failedLast, SweepLimits.MaxFailing);
        var due = await store.FindDueReservationsAsync(time.GetUtcNow() - Grace, limit).WaitAsync(stopping);
        var driven = await DriveAll(due, DriveReservation, stopping);
        failedLast = due.Count - driven;
        await SweepQueuesAsync(stopping);
        await SweepOrdersAsync(stopping);
        await SweepTakesAsync(stopping);
        return driven;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var swept = await SweepAsync(stoppingToken);
                if (failing) log.SweepsAgain();
                failing = false;
                if (swept > 0) log.Swept(swept);
                if (swept >= SweepLimits.BatchSize) continue;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // Any exception: recovery depends on the sweeper, so it must keep running.
                if (!failing) log.SweepFailed(e);
                failing = true;
            }

            // Random, so that the sweepers of several silos run at different times; the later one finds only what is
            // left.
            await Task.Delay(Period * (0.5 + Random.Shared.NextDouble()), time, stoppingToken);
        }
    }

    private async Task SweepQueuesAsync(CancellationToken stopping)
    {
        var due = await store.FindDueQueuesAsync(time.GetUtcNow() - Grace, SweepLimits.MaxQueues).WaitAsync(stopping);
        await DriveAll(due, DriveQueue, stopping);
    }

    private async Task SweepOrdersAsync(CancellationToken stopping)
    {
        var stuck = await store.FindStuckOrdersAsync(time.GetUtcNow(), SweepLimits.MaxOrders).WaitAsync(stopping);
        await DriveAll(stuck, DriveOrder, stopping);
    }

    private async Task SweepTakesAsync(CancellationToken stopping)
    {
        var now = time.GetUtcNow();
        if (now < takesLookedAt + TakesPeriod) return;
        var takes = await store.FindUnclaimedTakesAsync(now, SweepLimits.BatchSize).WaitAsync(stopping);
        await DriveAll(takes, DriveTake, stopping);
        if (takes.Count < SweepLimits.BatchSize) takesLookedAt = now;
    }

    /// <summary>
    /// Runs up to <see cref="SweepLimits.Parallel"/> calls at once; one that hangs delays no other. A stop does not
    /// wait for them: a call that was sent continues in its grain. Returns how many succeeded.
    /// </summary>
    private static async Task<int> DriveAll<TDue>(
        IEnumerable<TDue> due, Func<TDue, CancellationToken, Task<bool>> drive, CancellationToken stopping)
    {
        var rest = new ConcurrentQueue<TDue>(due);
        var driven = await Task.WhenAll(Enumerable.Range(0, SweepLimits.Parallel).Select(_ => DriveSome()));
        return driven.Sum();

        async Task<int> DriveSome()
        {
            var succeeded = 0;
            while (rest.TryDequeue(out var id))
                if (await drive(id, stopping)) succeeded++;
            return succeeded;
        }
    }

    private Task<bool> DriveReservation(Guid id, CancellationToken stopping) => Drive(
        () => grains.GetGrain<IReservationGrain>(GrainKeys.Of(id)).Drive(),
        fault => log.DriveFailed(id, fault),
        stopping);

    private Task<bool> DriveQueue(Guid id, CancellationToken stopping) => Drive(
        () => grains.GetGrain<IQueueGrain>(GrainKeys.Of(id)).Drive(),
        fault => log.DriveQueueFailed(id, fault),
        stopping);

    private Task<bool> DriveOrder(Guid id, CancellationToken stopping) => Drive(
        () => grains.GetGrain<IOrderGrain>(GrainKeys.Of(id)).Drive(),
        fault => log.DriveOrderFailed(id, fault),
        stopping);

    private Task<bool> DriveTake(StockTakeRow take, CancellationToken stopping) => Drive(
        () => grains.GetGrain<IStockGrain>(GrainKeys.Stock(take.Key)).GiveBackUnclaimed(take.ReservationId),
        fault => log.DriveTakeFailed(take.ReservationId, take.Key.Category, fault),
        stopping);

    private static async Task<bool> Drive(Func<Task> drive, Action<Exception> tell, CancellationToken stopping)
    {
        try
        {
            await drive().WaitAsync(stopping);
            return true;
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            // Any exception: the next pass finds the same item again.
            tell(e);
            return false;
        }
    }
}

/// <summary>
/// Bounds of the sweeper. An overdue hold is freed within one and a half periods, the grace and the time of a pass.
/// </summary>
public static class SweepLimits
{
    /// <summary>The average pause; each is between half and one and a half times that.</summary>
    public const int PeriodSeconds = 1;

    /// <summary>How overdue a deadline must be, so that the sweeper does not race the grain's own timer.</summary>
    public const int GraceSeconds = 1;

    /// <summary>The most reservations of one pass; a full pass is followed by the next at once.</summary>
    public const int BatchSize = 500;

    /// <summary>The most reservations that failed in the last pass and are requested on top of a batch.</summary>
    public const int MaxFailing = 5_000;

    /// <summary>
    /// The most queues of one pass, in random order. Further queues with waiting fans must wait for later passes.
    /// </summary>
    public const int MaxQueues = 5_000;

    /// <summary>
    /// The most orders of one pass, longest idle first. Retries of an order back off, so that other orders are reached
    /// as well.
    /// </summary>
    public const int MaxOrders = 5_000;

    /// <summary>How often unclaimed general admission is looked for; each search reads all allocated takes.</summary>
    public const int TakesPeriodSeconds = 30;

    /// <summary>The most reservations, queues or orders that are resumed at the same time.</summary>
    public const int Parallel = 32;
}

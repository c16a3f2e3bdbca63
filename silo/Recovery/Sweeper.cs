using System.Collections.Concurrent;
using Ticketing.Orders;
using Ticketing.Queues;
using Ticketing.Reservations;
using Ticketing.Stock;
using Ticketing.Storage;
using Ticketing.Telemetry;

namespace Ticketing.Recovery;

/// <summary>
/// Makes certain what timers make prompt: brings on every reservation whose deadline or payment was left behind, for
/// example because nothing was running then, every queue somebody waits in, every order that makes no progress, and
/// gives back general admission that nobody has. Harmless when several processes sweep at once.
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

    /// <summary>One pass; answers how many reservations were brought on; queues and orders are not counted.</summary>
    public async Task<int> SweepAsync(CancellationToken stopping)
    {
        // Those that failed come first again; they must not hide the others.
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
                // Whatever it is: without the sweeper nothing is certain.
                if (!failing) log.SweepFailed(e);
                failing = true;
            }

            // Uneven, so that the sweepers of several silos do not meet: who comes second finds what is left.
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
    /// As many at a time as allowed; one that hangs holds up no other. A stop waits for none of them: what was asked
    /// goes on in its grain. Answers how many succeeded.
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
            // Whatever it was, the next pass finds the same again.
            tell(e);
            return false;
        }
    }
}

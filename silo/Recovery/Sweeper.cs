using Ticketing.Queues;
using Ticketing.Reservations;
using Ticketing.Storage;
using Ticketing.Telemetry;

namespace Ticketing.Recovery;

/// <summary>
/// Makes certain what timers make prompt: brings on every reservation whose deadline or payment was left behind, for
/// example because nothing was running then, and every queue somebody waits in. Harmless when several processes sweep
/// at once.
/// </summary>
public sealed class Sweeper(IGrainFactory grains, ITicketStore store, TimeProvider time, ILogger<Sweeper> log)
    : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(SweepLimits.PeriodSeconds);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(SweepLimits.GraceSeconds);

    private int failedLast;
    private bool failing;

    /// <summary>One pass; answers how many reservations were brought on; queues are not counted.</summary>
    public async Task<int> SweepAsync()
    {
        // Those that failed come first again; they must not hide the others.
        var limit = SweepLimits.BatchSize + Math.Min(failedLast, SweepLimits.MaxFailing);
        var due = await store.FindDueReservationsAsync(time.GetUtcNow() - Grace, limit);
        var driven = 0;
        foreach (var some in due.Chunk(SweepLimits.Parallel))
            driven += (await Task.WhenAll(some.Select(Drive))).Count(succeeded => succeeded);
        failedLast = due.Count - driven;
        await SweepQueuesAsync();
        return driven;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var swept = await SweepAsync();
                if (failing) log.SweepsAgain();
                failing = false;
                if (swept > 0) log.Swept(swept);
                if (swept >= SweepLimits.BatchSize) continue;
            }
            catch (Exception e)
            {
                // Whatever it is: without the sweeper nothing is certain.
                if (!failing) log.SweepFailed(e);
                failing = true;
            }

            await Task.Delay(Period, time, stoppingToken);
        }
    }

    private async Task SweepQueuesAsync()
    {
        var due = await store.FindDueQueuesAsync(time.GetUtcNow() - Grace, SweepLimits.MaxQueues);
        foreach (var some in due.Chunk(SweepLimits.Parallel)) await Task.WhenAll(some.Select(DriveQueue));
    }

    private async Task DriveQueue(Guid scheduleId)
    {
        try
        {
            await grains.GetGrain<IQueueGrain>(GrainKeys.Of(scheduleId)).Drive();
        }
        catch (Exception e)
        {
            // As below.
            log.DriveQueueFailed(scheduleId, e);
        }
    }

    private async Task<bool> Drive(Guid reservationId)
    {
        try
        {
            await grains.GetGrain<IReservationGrain>(GrainKeys.Of(reservationId)).Drive();
            return true;
        }
        catch (Exception e)
        {
            // Whatever it was, the next pass finds the same reservation again.
            log.DriveFailed(reservationId, e);
            return false;
        }
    }
}

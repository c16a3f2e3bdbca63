using Npgsql;
using Ticketing.Store;

namespace Ticketing.Messaging;

/// <summary>
/// Reads the backlog for <see cref="BacklogMeters"/> in every process that runs grains, so that no single process is
/// needed for it. A failed read, for whatever reason, ends no process; the age of the last successful read is a metric.
/// </summary>
internal sealed class BacklogWatch(
    NpgsqlDataSource database, BacklogMeters meters, TimeProvider time, ILogger<BacklogWatch> logger)
    : BackgroundService
{
    public const int PeriodSeconds = 10;

    private const int PatienceSeconds = 5;

    private readonly Standstill standstill = new();
    private bool troubled;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(PeriodSeconds), time);
        do
        {
            await LookAsync(stoppingToken).ConfigureAwait(false);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    private async Task LookAsync(CancellationToken stopping)
    {
        try
        {
            var now = time.GetUtcNow();
            var facts = await BacklogQuery.AskAsync(database, now, PatienceSeconds, stopping).ConfigureAwait(false);
            meters.Saw(facts, facts.OpenQueues is { } open ? standstill.Look(open, now) : null, now);
            Tell(facts.OpenQueues is null ? "the queues that could admit fans could not be read in time" : null);
        }
        catch (Exception fault) when (!stopping.IsCancellationRequested)
        {
            Tell(fault.Message);
        }
    }

    private void Tell(string? complaint)
    {
        if (complaint is not null && !troubled) StoreLog.NotSeen(logger, complaint);
        if (complaint is null && troubled) StoreLog.SeenAgain(logger);
        troubled = complaint is not null;
    }
}

/// <summary>Measures how long queues that could admit fans have admitted none.</summary>
internal sealed class Standstill
{
    private Dictionary<Guid, (long AdmittedThrough, DateTimeOffset Since)> known = [];

    /// <summary>
    /// The longest such time. A queue that is seen for the first time, or was closed before, begins with zero.
    /// </summary>
    public TimeSpan Look(IReadOnlyList<OpenQueue> open, DateTimeOffset now)
    {
        known = open.ToDictionary(
            queue => queue.ScheduleId,
            queue => known.TryGetValue(queue.ScheduleId, out var seen) && seen.AdmittedThrough == queue.AdmittedThrough
                ? seen
                : (queue.AdmittedThrough, now));
        return known.Count == 0 ? TimeSpan.Zero : now - known.Values.Min(queue => queue.Since);
    }
}

using Npgsql;

namespace Ticketing.Telemetry;

/// <summary>
/// Looks at the database for <see cref="StandingMeters"/>, in every process that runs grains: none of them is needed
/// for it. A look that fails, however it does, ends no process; whoever watches sees how old the last one is.
/// </summary>
internal sealed class StandingWatch(
    NpgsqlDataSource database, StandingMeters meters, TimeProvider time, ILogger<StandingWatch> logger)
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
            var facts = await StandingQuery.AskAsync(database, now, PatienceSeconds, stopping).ConfigureAwait(false);
            meters.Saw(facts, facts.OpenQueues is { } open ? standstill.Look(open, now) : null, now);
            Tell(facts.OpenQueues is null ? "which queues could admit was not found in time" : null);
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

using Npgsql;

namespace Ticketing.Telemetry;

/// <summary>
/// Looks at the database for <see cref="StandingMeters"/>, in every process that runs grains: none of them is needed
/// for it. A look that fails, however it does, ends no process and is not told: whoever watches sees its age.
/// </summary>
internal sealed class StandingWatch(
    NpgsqlDataSource database, StandingMeters meters, TimeProvider time, ILogger<StandingWatch> logger)
    : BackgroundService
{
    public const int PeriodSeconds = 10;

    private const int PatienceSeconds = 5;

    private readonly Standstill standstill = new();

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
            meters.Saw(facts, standstill.Look(facts.OpenQueues, now), now);
        }
        catch (Exception fault) when (!stopping.IsCancellationRequested)
        {
            StoreLog.NotSeen(logger, fault.Message);
        }
    }
}

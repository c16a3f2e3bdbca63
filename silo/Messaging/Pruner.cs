using Microsoft.Extensions.Options;
using Npgsql;
using Ticketing.Telemetry;

namespace Ticketing.Messaging;

/// <summary>
/// Forgets, about once an hour, which events were consumed or replayed longer ago than
/// <see cref="EventOptions.ConsumedDays"/>. Harmless when several processes do.
/// </summary>
public sealed class Pruner(
    NpgsqlDataSource database, IOptions<EventOptions> options, TimeProvider time, ILogger<Pruner> log)
    : BackgroundService
{
    /// <summary>Rows of one statement.</summary>
    public const int BatchSize = 5_000;

    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    private static readonly string[] Statements =
    [
        """
        delete from consumed where ctid = any (array(
            select ctid from consumed where at < $1 limit $2 for update skip locked))
        """,
        """
        delete from dead_letters where ctid = any (array(
            select ctid from dead_letters where replayed_at < $1 limit $2 for update skip locked))
        """,
    ];

    /// <summary>Answers how many rows it deleted. Throws what Npgsql throws.</summary>
    public async Task<int> PruneAsync(CancellationToken stopping)
    {
        var before = time.GetUtcNow().AddDays(-options.Value.ConsumedDays).UtcDateTime;
        var deleted = 0;
        foreach (var statement in Statements)
        {
            int last;
            do
            {
                await using var command = database.CreateCommand(statement);
                command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = before });
                command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = BatchSize });
                deleted += last = await command.ExecuteNonQueryAsync(stopping);
            }
            while (last == BatchSize);
        }

        return deleted;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            // Processes that were started together prune one after the other.
            await Task.Delay(Period * (0.5 + Random.Shared.NextDouble()), time, stoppingToken);
            try
            {
                var deleted = await PruneAsync(stoppingToken);
                if (deleted > 0) log.Pruned(deleted);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                log.PruningFailed(fault);
            }
        }
    }
}

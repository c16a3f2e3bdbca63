using Microsoft.Extensions.Options;
using Npgsql;
using Ticketing.Store;

namespace Ticketing.Messaging;

/// <summary>
/// Deletes, about once an hour, the records of consumed events and replayed dead letters that are older than
/// <see cref="EventOptions.ConsumedDays"/>. Several processes may run it at once.
/// </summary>
public sealed class Pruner(
    NpgsqlDataSource database, IOptions<EventOptions> options, TimeProvider time, ILogger<Pruner> log)
    : HourlyWork(time)
{
    /// <summary>The most rows deleted by one statement.</summary>
    public const int BatchSize = 5_000;

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

    /// <summary>
    /// Returns the number of deleted rows. Throws <see cref="NpgsqlException"/> when the database fails.
    /// </summary>
    public async Task<int> PruneAsync(CancellationToken stopping)
    {
        var before = Time.GetUtcNow().AddDays(-options.Value.ConsumedDays).UtcDateTime;
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

    protected override async Task PassAsync(CancellationToken stopping)
    {
        var deleted = await PruneAsync(stopping);
        if (deleted > 0) log.Pruned(deleted);
    }

    protected override void Failed(Exception fault) => log.PruningFailed(fault);
}

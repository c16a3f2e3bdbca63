using System.Collections.Concurrent;
using Npgsql;

namespace Ticketing.Store;

/// <summary>
/// Refuses a primary that a promoted replica has replaced: what it wrote would be lost, and its seats would be sold
/// twice. Each promotion begins a timeline with a higher number. This process remembers the highest that it has seen of
/// each database cluster, and <see cref="StoreOptions.LeastTimeline"/> tells it about promotions before its start.
/// </summary>
internal static class PrimaryCheck
{
    /// <summary>
    /// The first eight digits of the current log file are the timeline. The control file would still show the previous
    /// one until the first checkpoint after a promotion. A replica has the identifier of its primary.
    /// </summary>
    private const string Sql =
        """
        select system_identifier,
            case when not pg_is_in_recovery() then left(pg_walfile_name(pg_current_wal_lsn()), 8) end
        from pg_control_system()
        """;

    private static readonly ConcurrentDictionary<long, int> Latest = new();

    /// <summary>Checks each new connection before it is used.</summary>
    public static void AddTo(NpgsqlDataSourceBuilder builder, int leastTimeline) =>
        builder.UsePhysicalConnectionInitializer(
            connection =>
            {
                using var command = new NpgsqlCommand(Sql, connection);
                using var row = command.ExecuteReader();
                Check(connection, row.Read() ? row : null, leastTimeline);
            },
            async connection =>
            {
                await using var command = new NpgsqlCommand(Sql, connection);
                await using var row = await command.ExecuteReaderAsync().ConfigureAwait(false);
                Check(connection, await row.ReadAsync().ConfigureAwait(false) ? row : null, leastTimeline);
            });

    private static void Check(NpgsqlConnection connection, NpgsqlDataReader? row, int leastTimeline)
    {
        if (row is null || row.IsDBNull(1))
            throw Refuse($"{connection.Host}:{connection.Port} is a replica; the primary is needed.");
        var timeline = Convert.ToInt32(row.GetString(1), 16);
        var latest = Latest.AddOrUpdate(row.GetInt64(0), timeline, (_, seen) => Math.Max(seen, timeline));
        if (timeline < Math.Max(latest, leastTimeline))
            throw Refuse(
                $"{connection.Host}:{connection.Port} is a primary of timeline {timeline}, which a promoted replica of "
                + $"timeline {Math.Max(latest, leastTimeline)} has replaced. Stop it, and make it a replica of the new "
                + "primary.");
    }

    /// <summary>
    /// Npgsql takes it for a host that is away, because of the inner exception: when several hosts are named, it uses
    /// another one, and does not ask this one again for ten seconds.
    /// </summary>
    private static NpgsqlException Refuse(string reason) => new(reason, new IOException(reason));
}

using Ticketing.Tests.Support;

namespace Ticketing.Tests.Messaging;

/// <summary>The relays' sessions, as the database sees them.</summary>
internal static class RelayConnections
{
    private const string Theirs = "from pg_stat_activity where application_name = 'ticketing relay' "
        + "and datname = current_database()";

    public static Task<int> CountAsync(PostgresDatabase database) =>
        database.ScalarAsync<int>($"select count(*)::int {Theirs}");

    /// <summary>Kills all of these sessions.</summary>
    public static Task KillAsync(PostgresDatabase database) =>
        database.ExecuteAsync($"select pg_terminate_backend(pid) {Theirs}");

    /// <summary>Kills one of these sessions.</summary>
    public static Task KillAsync(PostgresDatabase database, int pid) =>
        database.ExecuteAsync($"select pg_terminate_backend(pid) {Theirs} and pid = $1", pid);

    /// <summary>The number of shards of each relay, fewest first; relays without shards are left out.</summary>
    public static async Task<(int Pid, int Shards)[]> SharesAsync(PostgresDatabase database)
    {
        var pids = await database.ScalarAsync<int[]>(
            """
            select coalesce(array_agg(pid), '{}') from pg_locks
            where locktype = 'advisory' and objsubid = 2 and mode = 'ExclusiveLock'
                and database = (select oid from pg_database where datname = current_database())
            """);
        return [.. pids.GroupBy(pid => pid).Select(relay => (relay.Key, relay.Count())).OrderBy(relay => relay.Item2)];
    }
}

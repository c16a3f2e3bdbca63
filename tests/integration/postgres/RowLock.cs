using System.Diagnostics;
using Npgsql;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Postgres;

/// <summary>A session of somebody else that keeps a lock until it is disposed of.</summary>
internal sealed class RowLock : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly NpgsqlConnection connection;

    private RowLock(NpgsqlConnection connection) => this.connection = connection;

    public static Task<RowLock> OnSeatAsync(PostgresDatabase database, int number) => OpenAsync(
        database, $"select 1 from seats where seat_id = '{number}' for update");

    public static Task<RowLock> OnTableAsync(PostgresDatabase database, string table) => OpenAsync(
        database, $"lock table {table} in access exclusive mode");

    /// <summary>The process id of the backend that waits for it.</summary>
    public async Task<int> WaitUntilSomebodyWaitsAsync()
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < Patience)
        {
            // Not pg_stat_activity: a transaction sees that as it was when it first asked.
            await using var command = new NpgsqlCommand(
                "select pid from pg_locks where not granted and $1 = any (pg_blocking_pids(pid)) limit 1", connection);
            command.Parameters.Add(new NpgsqlParameter { Value = connection.ProcessID });
            if (await command.ExecuteScalarAsync() is int pid)
                return pid;
            await Task.Delay(10);
        }

        throw new TimeoutException("Nobody came to wait for the lock.");
    }

    public async ValueTask DisposeAsync() => await connection.DisposeAsync();

    private static async Task<RowLock> OpenAsync(PostgresDatabase database, string sql)
    {
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"begin; {sql}", connection);
        await command.ExecuteNonQueryAsync();
        return new RowLock(connection);
    }
}

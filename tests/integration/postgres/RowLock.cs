using Npgsql;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Postgres;

/// <summary>Another session that keeps a lock until it is disposed of.</summary>
internal sealed class RowLock : IAsyncDisposable
{
    private readonly NpgsqlConnection connection;

    private RowLock(NpgsqlConnection connection) => this.connection = connection;

    public static Task<RowLock> OnSeatAsync(PostgresDatabase database, int number) => OpenAsync(
        database, $"select 1 from seats where seat_id = '{number}' for update");

    public static Task<RowLock> OnTableAsync(PostgresDatabase database, string table) => OpenAsync(
        database, $"lock table {table} in access exclusive mode");

    /// <summary>Waits until a backend waits for the lock. Returns its process id.</summary>
    public async Task<int> WaitUntilSomebodyWaitsAsync()
    {
        var pid = await Wait.For(
            async () =>
            {
                // Not pg_stat_activity: a transaction sees that view as of its first query.
                await using var command = new NpgsqlCommand(
                    "select pid from pg_locks where not granted and $1 = any (pg_blocking_pids(pid)) limit 1",
                    connection);
                command.Parameters.Add(new NpgsqlParameter { Value = connection.ProcessID });
                return await command.ExecuteScalarAsync() as int?;
            },
            waiting => waiting is not null,
            "a session waits for the lock");
        return pid!.Value;
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

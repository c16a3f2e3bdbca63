using Npgsql;
using Ticketing.Telemetry;

namespace Ticketing.Postgres;

/// <summary>
/// Brings a database to the schema of this build. Any number of processes may do so at once: an advisory lock lets one
/// at a time in, and each file is applied once, in a transaction of its own.
/// </summary>
public sealed class Migrations(NpgsqlDataSource dataSource, ILogger<Migrations> logger)
{
    private const long LockKey = 0x7469_636B_6574_6D67; // "ticketmg"
    private const int TimeoutSeconds = 600;

    public Task ApplyAsync(CancellationToken cancellation = default) =>
        ApplyAsync(Migration.Embedded(), cancellation);

    /// <summary>
    /// Throws <see cref="InvalidOperationException"/> when a file differs from the one that was applied.
    /// </summary>
    public async Task ApplyAsync(IReadOnlyList<Migration> migrations, CancellationToken cancellation = default)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        foreach (var migration in migrations)
            await ApplyAsync(migration, connection, cancellation).ConfigureAwait(false);
    }

    private async Task ApplyAsync(Migration migration, NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        await ExecuteAsync(connection, $"select pg_advisory_xact_lock({LockKey})", cancellation).ConfigureAwait(false);
        await ExecuteAsync(
            connection,
            """
            create table if not exists schema_migrations (
                number integer primary key, name text not null, checksum text not null,
                applied_at timestamptz not null default now())
            """,
            cancellation).ConfigureAwait(false);

        var applied = await ChecksumOfAsync(migration, connection, cancellation).ConfigureAwait(false);
        if (applied is null)
        {
            await ExecuteAsync(connection, migration.Sql, cancellation).ConfigureAwait(false);
            await RecordAsync(migration, connection, cancellation).ConfigureAwait(false);
            StoreLog.MigrationApplied(logger, migration.Name);
        }
        else if (applied != migration.Checksum)
        {
            throw new InvalidOperationException(
                $"Migration {migration.Name} was changed after it had been applied to database {connection.Database} "
                + $"(checksum now {migration.Checksum[..12]}, applied {applied[..12]}). Undo the change and write it "
                + "as a new numbered file. (A database without anything worth keeping may be dropped instead.)");
        }

        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
    }

    private static async Task<string?> ChecksumOfAsync(
        Migration migration, NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "select checksum from schema_migrations where number = $1", connection);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = migration.Number });
        return (string?)await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false);
    }

    private static async Task RecordAsync(
        Migration migration, NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "insert into schema_migrations (number, name, checksum) values ($1, $2, $3)", connection);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = migration.Number });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = migration.Name });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = migration.Checksum });
        await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = TimeoutSeconds };
        await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }
}

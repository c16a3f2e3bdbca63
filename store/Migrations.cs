using System.Data;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Ticketing.Store;

/// <summary>
/// Migrates a database to the schema of this build. Any number of processes may do so at once: an advisory lock admits
/// one at a time, and each file is applied once.
/// </summary>
public sealed class Migrations(NpgsqlDataSource dataSource, ILogger<Migrations> logger, TimeProvider? clock = null)
{
    private const long LockKey = 0x7469_636B_6574_6D67; // "ticketmg"
    private const int TimeoutSeconds = 600;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    // A migration that waits for a lock makes all later users of the table wait behind it. So it waits for less than
    // the second that sales may be held up, lets them pass, and tries again.
    private const int LockTimeoutMilliseconds = 500;

    private readonly TimeProvider time = clock ?? TimeProvider.System;

    public Task ApplyAsync(CancellationToken cancellation = default) =>
        ApplyAsync(Migration.Embedded(), cancellation);

    /// <summary>
    /// Throws <see cref="InvalidOperationException"/> when a file differs from the one that was applied.
    /// </summary>
    public async Task ApplyAsync(IReadOnlyList<Migration> migrations, CancellationToken cancellation = default)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await TakeTurnAsync(connection, cancellation).ConfigureAwait(false);
        try
        {
            await ExecuteAsync(
                connection,
                """
                create table if not exists schema_migrations (
                    number integer primary key, name text not null, checksum text not null,
                    applied_at timestamptz not null default now())
                """,
                cancellation).ConfigureAwait(false);
            foreach (var migration in migrations)
                await ApplyAsync(migration, connection, cancellation).ConfigureAwait(false);
        }
        finally
        {
            // A connection that broke has lost the lock already.
            if (connection.State == ConnectionState.Open)
                await ExecuteAsync(connection, $"select pg_advisory_unlock({LockKey})", default).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Polls for the lock. A statement that waits for it would have a snapshot, and an index that another process
    /// creates concurrently waits for the end of all older snapshots: both would wait for ever.
    /// </summary>
    private async Task TakeTurnAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"select pg_try_advisory_lock({LockKey})", connection);
        while (!(bool)(await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false))!)
            await Task.Delay(Pause, time, cancellation).ConfigureAwait(false);
    }

    private async Task ApplyAsync(Migration migration, NpgsqlConnection connection, CancellationToken cancellation)
    {
        var applied = await ChecksumOfAsync(migration, connection, cancellation).ConfigureAwait(false);
        if (applied is null)
        {
            await RunAsync(migration, connection, cancellation).ConfigureAwait(false);
            StoreLog.MigrationApplied(logger, migration.Name);
        }
        else if (applied != migration.Checksum)
        {
            throw new InvalidOperationException(
                $"Migration {migration.Name} was changed after it had been applied to database {connection.Database} "
                + $"(checksum now {migration.Checksum[..12]}, applied {applied[..12]}). Undo the change and write it "
                + "as a new numbered file. (A database without anything worth keeping may be dropped instead.)");
        }
    }

    private async Task RunAsync(Migration migration, NpgsqlConnection connection, CancellationToken cancellation)
    {
        switch (migration.Kind)
        {
            case MigrationKind.Whole:
                await PatientlyAsync(() => InTransactionAsync(
                    connection, migration.Sql, () => RecordAsync(migration, connection, cancellation), cancellation))
                    .ConfigureAwait(false);
                return;
            case MigrationKind.Batches:
                while (await BatchAsync(migration, connection, cancellation).ConfigureAwait(false) > 0)
                {
                }

                break;
            default:
                foreach (var statement in migration.Statements)
                    await PatientlyAsync(() => ExecuteAsync(connection, statement, cancellation)).ConfigureAwait(false);
                break;
        }

        await RecordAsync(migration, connection, cancellation).ConfigureAwait(false);
    }

    /// <summary>Runs the statement once, then pauses for as long as it took: sales get half of the time.</summary>
    private async Task<int> BatchAsync(
        Migration migration, NpgsqlConnection connection, CancellationToken cancellation)
    {
        var startedAt = time.GetTimestamp();
        var rows = await PatientlyAsync(() => InTransactionAsync(
            connection, migration.Sql, () => Task.CompletedTask, cancellation)).ConfigureAwait(false);
        await Task.Delay(time.GetElapsedTime(startedAt), time, cancellation).ConfigureAwait(false);
        return rows;
    }

    /// <summary>
    /// Repeats what could not get a lock, or was chosen as the victim of a deadlock. Both have changed nothing.
    /// </summary>
    private async Task<int> PatientlyAsync(Func<Task<int>> run)
    {
        var startedAt = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await run().ConfigureAwait(false);
            }
            catch (PostgresException busy) when (
                busy.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected
                && time.GetElapsedTime(startedAt).TotalSeconds < TimeoutSeconds)
            {
                await Task.Delay(Pause, time).ConfigureAwait(false);
            }
        }
    }

    private static async Task<int> InTransactionAsync(
        NpgsqlConnection connection, string sql, Func<Task> finish, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        await ExecuteAsync(
            connection, $"set local lock_timeout = {LockTimeoutMilliseconds}", cancellation).ConfigureAwait(false);
        var rows = await ExecuteAsync(connection, sql, cancellation).ConfigureAwait(false);
        await finish().ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return rows;
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

    /// <summary>Returns the number of rows that were changed.</summary>
    private static async Task<int> ExecuteAsync(
        NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = TimeoutSeconds };
        return await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }
}

/// <summary>Migrates in the host's "starting" phase, which ends before any other service starts.</summary>
internal sealed class MigrationService(
    Migrations migrations, IOptions<StoreOptions> options, TimeProvider time, ILogger<Migrations> logger)
    : IHostedLifecycleService
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(500);

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var startedAt = time.GetTimestamp();
        while (true)
        {
            try
            {
                await migrations.ApplyAsync(cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (NpgsqlException exception) when (IsStillStarting(exception, time.GetElapsedTime(startedAt)))
            {
                StoreLog.WaitingForDatabase(logger, exception.Message, options.Value.StartupWaitSeconds);
                await Task.Delay(RetryDelay, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Waiting does not help against a wrong password or a missing database. Several hosts fail with an aggregate.
    private bool IsStillStarting(NpgsqlException exception, TimeSpan waited) =>
        waited < TimeSpan.FromSeconds(options.Value.StartupWaitSeconds)
        && (exception is PostgresException { SqlState: PostgresErrorCodes.CannotConnectNow }
            || (exception is not PostgresException
                && (exception.IsTransient || exception.InnerException is AggregateException)));
}

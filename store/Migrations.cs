using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Ticketing.Store;

/// <summary>
/// Migrates a database to the schema of this build. Any number of processes may do so at once: an advisory lock admits
/// one at a time, and each file is applied once, in its own transaction.
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

/// <summary>A numbered file of the schema; applied once, and never changed from then on.</summary>
public sealed record Migration(int Number, string Name, string Sql)
{
    private const string ResourceFolder = "schema/";

    /// <summary>SHA-256 of the text with normalized line ends.</summary>
    public string Checksum =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    /// <summary>
    /// The files of <c>store/schema</c> and <c>deploy/postgres</c>, embedded in this assembly, by number.
    /// </summary>
    public static IReadOnlyList<Migration> Embedded()
    {
        var assembly = typeof(Migration).Assembly;
        var migrations = assembly.GetManifestResourceNames()
            .Where(resource => resource.StartsWith(ResourceFolder, StringComparison.Ordinal))
            .Select(resource => Read(assembly.GetManifestResourceStream(resource)!, resource[ResourceFolder.Length..]))
            .OrderBy(migration => migration.Number)
            .ToList();
        var twice = migrations.GroupBy(migration => migration.Number).FirstOrDefault(group => group.Count() > 1);
        return twice is null
            ? migrations
            : throw new InvalidOperationException($"Two migrations have the number {twice.Key}.");
    }

    private static Migration Read(Stream stream, string name)
    {
        using var reader = new StreamReader(stream);
        return new Migration(int.Parse(name.Split('_')[0]), name, reader.ReadToEnd());
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

    // Waiting does not help against a wrong password or a missing database.
    private bool IsStillStarting(NpgsqlException exception, TimeSpan waited) =>
        waited < TimeSpan.FromSeconds(options.Value.StartupWaitSeconds)
        && (exception is PostgresException { SqlState: PostgresErrorCodes.CannotConnectNow }
            || (exception is not PostgresException && exception.IsTransient));
}

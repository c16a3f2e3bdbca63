using System.Diagnostics;
using Npgsql;
using Ticketing.Tests.Support;
using Ticketing.Tests.Tidy;

namespace Ticketing.Tests.Postgres;

/// <summary>A backup of an instance by deploy/postgres/backup, in a folder of its own.</summary>
internal sealed class BackupFolder : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ticketing-backup-").FullName;
    private readonly NpgsqlConnectionStringBuilder server;
    private Process? log;

    private BackupFolder(NpgsqlConnectionStringBuilder server) => this.server = server;

    private string LogFolder => Path.Combine(folder, "log");

    public static BackupFolder Of(string connectionString)
    {
        var kept = new BackupFolder(new NpgsqlConnectionStringBuilder(connectionString));
        // The server's own user needs access.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(kept.folder, (UnixFileMode)Convert.ToInt32("755", 8));
        return kept;
    }

    /// <summary>Keeps the write-ahead log from now on, until this is disposed of.</summary>
    public async Task KeepLogAsync()
    {
        log = Start("log");
        await Wait.Until(() => Directory.Exists(LogFolder) && Directory.EnumerateFiles(LogFolder).Any());
    }

    public async Task RunAsync(string action, params string[] more)
    {
        using var process = Start(action, more);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }

    /// <summary>Waits until all that the server has written is in this folder.</summary>
    public async Task WaitForLogAsync(PostgresDatabase database)
    {
        var end = await database.ScalarAsync<string>("select pg_current_wal_flush_lsn()::text");
        await Wait.Until(() => database.ScalarAsync<bool>(
            $"select exists (select from pg_stat_replication where flush_lsn >= '{end}'::pg_lsn)"));
    }

    public async ValueTask DisposeAsync()
    {
        if (log is not null)
        {
            log.Kill();
            await log.WaitForExitAsync();
            log.Dispose();
        }

        Directory.Delete(folder, recursive: true);
    }

    private Process Start(string action, params string[] more)
    {
        var script = Path.Combine(SourceTree.Root, "deploy", "postgres", "backup");
        var start = new ProcessStartInfo(script, [action, folder, .. more]);
        start.Environment["PGHOST"] = server.Host;
        start.Environment["PGPORT"] = $"{server.Port}";
        start.Environment["PGUSER"] = server.Username;
        start.Environment["PGPASSWORD"] = server.Password;
        return Process.Start(start)!;
    }
}

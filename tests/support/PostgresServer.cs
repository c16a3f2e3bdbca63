using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Npgsql;

namespace Ticketing.Tests.Support;

/// <summary>A private instance of deploy/local/postgres in a folder of its own, deleted at the end.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ticketing-postgres-").FullName;

    private PostgresServer()
    {
    }

    /// <summary>The connection string of a superuser.</summary>
    public string ConnectionString { get; private set; } = "";

    public static async Task<PostgresServer> StartNewAsync()
    {
        var server = Create();
        await server.StartAsync();
        return server;
    }

    /// <summary>Starts a streaming replica of this instance.</summary>
    public async Task<PostgresServer> StartReplicaAsync()
    {
        var replica = Create();
        replica.ConnectionString = await replica.RunScriptAsync("replica", folder);
        return replica;
    }

    /// <summary>
    /// Starts an instance on a data directory that <paramref name="make"/> creates; it has the users of the other one.
    /// </summary>
    public static async Task<PostgresServer> StartOnAsync(Func<string, Task> make, PostgresServer other)
    {
        var server = Create();
        var home = Directory.CreateDirectory(Path.Combine(server.folder, "postgres", "server"));
        File.Copy(
            Path.Combine(other.folder, "postgres", "password"), Path.Combine(server.folder, "postgres", "password"));
        await make(Path.Combine(home.FullName, "data"));
        await server.StartAsync();
        return server;
    }

    /// <summary>Starts on the same port, if that is still free.</summary>
    public async Task StartAsync() => ConnectionString = await RunScriptAsync("start");

    public Task StopAsync() => RunScriptAsync("stop");

    /// <summary>Kills all of the server, as kill -9 does; its data stays.</summary>
    public async Task KillAsync() => await ProcessFamily.SignalAsync(
        "KILL",
        await ProcessFamily.FreezeAsync(
            int.Parse(await RunScriptAsync("pid"), CultureInfo.InvariantCulture)));

    /// <summary>Runs a command of deploy/postgres/replication on this server, and returns what it prints.</summary>
    public async Task<string> ReplicationAsync(string command)
    {
        var settings = new NpgsqlConnectionStringBuilder(ConnectionString);
        var start = new ProcessStartInfo(
            Path.Combine(Path.GetDirectoryName(Script())!, "..", "postgres", "replication"), [command]);
        start.Environment["PGHOST"] = settings.Host;
        start.Environment["PGPORT"] = $"{settings.Port}";
        start.Environment["PGUSER"] = settings.Username;
        start.Environment["PGPASSWORD"] = settings.Password;
        var (exit, output, complaints) = await Tool.RunAsync(start);
        return exit == 0
            ? output.Trim()
            : throw new InvalidOperationException($"replication {command} failed: {complaints}");
    }

    /// <summary>Suspends the server meanwhile: its connections stay open, and no query is answered.</summary>
    public async Task WhileHangingAsync(Func<Task> act)
    {
        var all = await ProcessFamily.FreezeAsync(
            int.Parse(await RunScriptAsync("pid"), CultureInfo.InvariantCulture));
        try
        {
            await act();
        }
        finally
        {
            await ProcessFamily.SignalAsync("CONT", all);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static PostgresServer Create()
    {
        var server = new PostgresServer();
        // The server's own user needs access.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(server.folder, (UnixFileMode)Convert.ToInt32("755", 8));
        return server;
    }

    private static string Script([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "deploy", "local", "postgres"));

    private async Task<string> RunScriptAsync(string action, params string[] more)
    {
        var (exit, output, complaints) = await Tool.RunAsync(
            new ProcessStartInfo(Script(), [action, folder, .. more]));
        return exit == 0
            ? output.Trim()
            : throw new InvalidOperationException($"{Script()} {action} failed: {complaints}");
    }
}

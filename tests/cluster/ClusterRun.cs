using System.Diagnostics;
using Ticketing.Silo;
using Ticketing.Tests.Processes;

namespace Ticketing.Tests.Orleans;

/// <summary>The real programs as a cluster: Redis, silos and api processes, each of which can be killed.</summary>
internal sealed class ClusterRun(string connectionString, string folder, Action<string>? onSiloLine) : IAsyncDisposable
{
    private readonly string clusterId = $"test-{Guid.NewGuid():N}";
    private string redis = "";

    public List<ServerProcess> Silos { get; } = [];

    public List<ServerProcess> Apis { get; } = [];

    /// <param name="onSiloLine">
    /// Receives the warnings and errors that silos log; without it they log next to nothing.
    /// </param>
    /// <param name="release">The release of all processes; this build when null.</param>
    public static async Task<ClusterRun> StartAsync(
        string connectionString, int silos, int apis, Action<string>? onSiloLine = null, Release? release = null)
    {
        var folder = Directory.CreateTempSubdirectory("ticketing-cluster-").FullName;
        var run = new ClusterRun(connectionString, folder, onSiloLine);
        run.redis = await run.RedisAsync("start");
        for (var number = 0; number < silos; number++) await run.AddSiloAsync(release);
        for (var number = 0; number < apis; number++) await run.AddApiAsync(release);
        return run;
    }

    /// <summary>The cluster settings of its processes, which are the defaults.</summary>
    public static string Settings
    {
        get
        {
            var settings = new ClusterSettings();
            return $"probes {settings.ProbeTimeoutSeconds} s x {settings.MissedProbes}, {settings.DeathVotes} votes, "
                + $"heartbeat {settings.HeartbeatSeconds} s, "
                + $"response timeout {settings.ResponseTimeoutSeconds} s, "
                + $"gateways every {settings.GatewayRefreshSeconds} s";
        }
    }

    /// <summary>Watches the membership table from now on, until the result is disposed of.</summary>
    public async Task<MembershipWatch> WatchMembersAsync()
    {
        var watch = new MembershipWatch(redis, $"{new ClusterSettings().ServiceId}/members/{clusterId}", Silos.Count);
        await watch.StartAsync();
        return watch;
    }

    public async Task AddSiloAsync(Release? release = null)
    {
        var environment = Environment();
        if (onSiloLine is not null)
        {
            environment["Logging__LogLevel__Default"] = environment["Logging__LogLevel__Orleans"] = "Warning";
            environment["Logging__Console__FormatterName"] = "simple";
            environment["Logging__Console__FormatterOptions__SingleLine"] = "true";
        }

        var silo = new ServerProcess((release ?? Release.Current).Silo, environment, onSiloLine);
        Silos.Add(silo);
        await silo.StartAsync();
    }

    public async Task<ServerProcess> AddApiAsync(Release? release = null)
    {
        var api = new ServerProcess((release ?? Release.Current).Api, Environment());
        Apis.Add(api);
        await api.StartAsync();
        return api;
    }

    public async Task<string> RedisAsync(string action)
    {
        var script = Path.Combine(SourceRoot(), "deploy", "local", "redis");
        using var process = Process.Start(
            new ProcessStartInfo(script, [action, folder]) { RedirectStandardOutput = true })!;
        var answer = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? answer.Trim()
            : throw new InvalidOperationException($"{script} {action} ended with {process.ExitCode}.");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in Apis.Concat(Silos)) await process.DisposeAsync();
        await RedisAsync("stop");
        Directory.Delete(folder, recursive: true);
    }


    private Dictionary<string, string> Environment() => new(ApiProcess.Environment(connectionString))
    {
        // The production value. Other tests set 100, so that no request is shed.
        ["Ticketing__Cluster__ShedAboveCpuPercent"] = $"{new ClusterSettings().ShedAboveCpuPercent}",
        ["Logging__LogLevel__Default"] = "Error",
        ["Logging__LogLevel__Orleans"] = "Critical",
        ["Ticketing__Cluster__Mode"] = "Redis",
        ["Ticketing__Cluster__Redis"] = redis,
        ["Ticketing__Cluster__ClusterId"] = clusterId,
        ["Ticketing__Cluster__AdvertisedAddress"] = "127.0.0.1",
    };

    private static string SourceRoot([System.Runtime.CompilerServices.CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}

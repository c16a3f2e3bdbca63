using System.Diagnostics;
using Ticketing.Tests.Processes;

namespace Ticketing.Tests.Orleans;

/// <summary>The real programs as a cluster: Redis, silos and api processes, each of which can be killed.</summary>
internal sealed class ClusterRun(string connectionString, string folder) : IAsyncDisposable
{
    private readonly string clusterId = $"test-{Guid.NewGuid():N}";
    private string redis = "";

    public List<ServerProcess> Silos { get; } = [];

    public List<ServerProcess> Apis { get; } = [];

    public static async Task<ClusterRun> StartAsync(string connectionString, int silos, int apis)
    {
        var folder = Directory.CreateTempSubdirectory("ticketing-cluster-").FullName;
        var run = new ClusterRun(connectionString, folder);
        run.redis = await run.RedisAsync("start");
        for (var number = 0; number < silos; number++) await run.AddSiloAsync();
        for (var number = 0; number < apis; number++) await run.AddApiAsync();
        return run;
    }

    public async Task AddSiloAsync()
    {
        var silo = new ServerProcess("silo.dll", new Dictionary<string, string>(Environment())
        {
            ["Ticketing__Cluster__SiloPort"] = $"{ServerProcess.FreePort()}",
            ["Ticketing__Cluster__GatewayPort"] = $"{ServerProcess.FreePort()}",
        });
        Silos.Add(silo);
        await silo.StartAsync();
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

    private async Task AddApiAsync()
    {
        var api = new ServerProcess("api.dll", Environment());
        Apis.Add(api);
        await api.StartAsync();
    }

    private Dictionary<string, string> Environment() => new(ApiProcess.Environment(connectionString))
    {
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

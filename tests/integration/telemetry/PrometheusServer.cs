using System.Diagnostics;
using System.Text.Json.Nodes;
using Ticketing.Tests.Processes;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Telemetry;

/// <summary>Debian's Prometheus on a free port, with the rules of deploy/prometheus.</summary>
internal sealed class PrometheusServer : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ticketing-prometheus-");
    private readonly int port = ServerProcess.FreePort();
    private readonly HttpClient http = new();
    private Process? process;

    /// <param name="target">Scraped every second.</param>
    public async Task StartAsync(Uri target)
    {
        var config = Path.Combine(folder.FullName, "prometheus.yml");
        await File.WriteAllTextAsync(config, $"""
            global: {"{"}scrape_interval: 1s, evaluation_interval: 1s{"}"}
            rule_files: ["{AskedMetrics.Rules}"]
            scrape_configs:
              - job_name: ticketing
                static_configs:
                  - targets: ["{target.Authority}"]
                    labels: {"{"}component: api{"}"}
            """);
        process = Process.Start(new ProcessStartInfo("prometheus",
        [
            $"--config.file={config}", $"--storage.tsdb.path={folder.FullName}/data",
            $"--web.listen-address=127.0.0.1:{port}", "--log.level=error",
        ]))!;
    }

    /// <summary>Polls an expression with a single value until that meets the condition. Returns the value.</summary>
    public async Task<double> UntilAsync(string expression, Func<double, bool> isAsItShould) =>
        (await Wait.For(
            () =>
            {
                Assert.False(process!.HasExited, "Prometheus has ended");
                return AskAsync(expression);
            },
            value => value is { } found && isAsItShould(found),
            expression))!.Value;

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        if (process is not null)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        folder.Delete(recursive: true);
    }

    private async Task<double?> AskAsync(string expression)
    {
        try
        {
            var answer = JsonNode.Parse(await http.GetStringAsync(
                $"http://127.0.0.1:{port}/api/v1/query?query={Uri.EscapeDataString(expression)}"))!;
            var result = answer["data"]!["result"]!.AsArray();
            return result.Count == 1
                ? double.Parse((string)result[0]!["value"]![1]!, System.Globalization.CultureInfo.InvariantCulture)
                : null;
        }
        catch (HttpRequestException)
        {
            return null; // not listening yet
        }
    }
}

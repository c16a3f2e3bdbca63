using Ticketing.Tests.Processes;

namespace Ticketing.Tests.Telemetry;

/// <summary>Metrics and traces go to a collector; without one, no exporter is loaded.</summary>
[Collection(SoldCollection.Name)]
public sealed class OtlpTests(SoldProcess sold)
{
    [Fact]
    public async Task Metrics_and_traces_go_to_a_collector_when_one_is_named()
    {
        await using var collector = await Collector.StartAsync();
        await using var api = new ServerProcess("api.dll", new Dictionary<string, string>(
            ApiProcess.Environment(sold.Database.ConnectionString))
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address.ToString(),
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "500",
        });
        await api.StartAsync();
        using var http = Browser.Connect(api.Address);
        var fan = new Browser(http);
        await fan.SignUpAsync($"{Guid.NewGuid():N}@example.com", "a long password");
        await fan.SendAsync(HttpMethod.Post, "balance/charges", new { amount = 250 }, "first");

        await collector.UntilAsync(
            "/v1/metrics", "ticketing-api", "ticketing.store.commit.duration", "dotnet.process.cpu.time");
        await collector.UntilAsync(
            "/v1/traces", "ticketing-api", "Microsoft.AspNetCore", "/api/v1/balance/charges",
            "Microsoft.Orleans.Application", "Npgsql");
        // /metrics still serves them as well.
        Scrape.Read(await http.GetStringAsync(new Uri(api.Address, "/metrics")));
    }

    [Fact]
    public async Task Without_one_the_exporter_is_not_even_loaded()
    {
        var loaded = await File.ReadAllTextAsync($"/proc/{sold.Id}/maps");

        Assert.Contains("/OpenTelemetry.dll", loaded);
        Assert.DoesNotContain("OpenTelemetry.Exporter.OpenTelemetryProtocol", loaded);
    }
}

using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Ticketing.Telemetry;

/// <summary>
/// Counts what the instruments of this process measure, from when it is made. OpenTelemetry's SDK does the counting.
/// </summary>
internal sealed class MetricCollection : IDisposable
{
    /// <summary>
    /// Series of one instrument; what exceeds them is counted together, under otel_metric_overflow. The SDK sets aside
    /// the memory beforehand, about 100 bytes each.
    /// </summary>
    private const int MaxSeries = 300;

    /// <summary>Of an instrument with a series for every route and status.</summary>
    private const int MaxRequestSeries = 2_000;

    private const int CollectMilliseconds = 5_000;

    /// <summary>Whose instruments are told of; a meter ends in * when its name is the beginning of several.</summary>
    private static readonly string[] Meters =
    [
        "Ticketing.*", "Microsoft.Orleans", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel",
        "Microsoft.AspNetCore.RateLimiting", "System.Runtime", "Npgsql",
    ];

    private static readonly MetricStreamConfiguration Bounded = new() { CardinalityLimit = MaxSeries };
    private static readonly MetricStreamConfiguration OfRequests = new() { CardinalityLimit = MaxRequestSeries };

    private readonly Lock gate = new();
    private readonly PrometheusExporter exporter = new();
    private readonly MeterProvider provider;
    private Task<byte[]> running = Task.FromResult<byte[]>([]);

    /// <param name="resource">What the process is called.</param>
    /// <param name="adjust">Adds readers.</param>
    public MetricCollection(ResourceBuilder resource, Action<MeterProviderBuilder>? adjust = null)
    {
        var builder = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter(Meters)
            .AddView(instrument => instrument.Name == "http.server.request.duration" ? OfRequests : Bounded)
            .AddReader(new BaseExportingMetricReader(exporter));
        adjust?.Invoke(builder);
        provider = builder.Build();
    }

    /// <summary>In Prometheus' text format. Who asks while one is made gets that one.</summary>
    public Task<byte[]> ScrapeAsync()
    {
        lock (gate)
        {
            if (running.IsCompleted) running = Task.Run(Scrape);
            return running;
        }
    }

    public void Dispose() => provider.Dispose();

    private byte[] Scrape() => exporter.Collect!(CollectMilliseconds)
        ? exporter.Text
        : throw new InvalidOperationException($"The metrics could not be collected within {CollectMilliseconds} ms.");
}

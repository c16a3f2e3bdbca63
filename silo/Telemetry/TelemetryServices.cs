using Npgsql;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Ticketing.Messaging;

namespace Ticketing.Silo;

/// <summary>
/// Metrics and traces by OpenTelemetry. Prometheus scrapes the metrics; a collector, when
/// <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names one, receives metrics and traces.
/// </summary>
public static class TelemetryServices
{
    /// <summary>
    /// The most series of one instrument; further ones are counted together, under otel_metric_overflow. The SDK
    /// allocates about 100 bytes for each in advance.
    /// </summary>
    private const int MaxSeries = 300;

    /// <summary>The same for the instrument with a series for every route and status.</summary>
    private const int MaxRequestSeries = 2_000;

    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <param name="process">"api" or "silo"; part of the service name that a collector sees.</param>
    /// <remarks>Call it last: it adds to the addresses that the process listens on.</remarks>
    public static void AddTicketingTelemetry(this WebApplicationBuilder builder, string process)
    {
        ProcessMeters.AddTo(builder.Services);
        builder.AddMetricsListener();
        var telemetry = builder.Services.AddOpenTelemetry()
            // The environment comes last, so that OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES win.
            .ConfigureResource(
                resource => resource.AddService($"ticketing-{process}").AddEnvironmentVariableDetector())
            .WithMetrics(Measure);
        if (builder.Configuration[Endpoint] is { Length: > 0 })
            telemetry.WithMetrics(metrics => metrics.AddOtlpExporter()).WithTracing(Trace);
    }

    private static void Measure(MeterProviderBuilder metrics) => metrics
        .AddMeter("Ticketing.*", "Microsoft.Orleans")
        .AddAspNetCoreInstrumentation()
        .AddHttpClientInstrumentation()
        .AddRuntimeInstrumentation()
        .AddNpgsqlInstrumentation()
        .AddView(instrument => instrument.Name switch
        {
            "http.server.request.duration" => new MetricStreamConfiguration { CardinalityLimit = MaxRequestSeries },
            // Npgsql would add the address of the database to each series.
            "db.client.operation.duration" => new MetricStreamConfiguration
            {
                CardinalityLimit = MaxSeries, TagKeys = ["db.client.connection.pool.name"],
            },
            _ => new MetricStreamConfiguration { CardinalityLimit = MaxSeries },
        })
        .AddPrometheusExporter(prometheus =>
        {
            // With the meter's name as a label, an expression that combines instruments of two meters would need
            // "ignoring".
            prometheus.ScopeInfoEnabled = false;
            // Prometheus labels its targets itself; this would add a random instance id to them.
            prometheus.TargetInfoEnabled = false;
        });

    private static void Trace(TracerProviderBuilder traces) => traces
        .AddSource(MessagingTracing.SourceName, "Microsoft.Orleans.Runtime", "Microsoft.Orleans.Application")
        .AddAspNetCoreInstrumentation()
        .AddHttpClientInstrumentation()
        .AddNpgsql()
        .AddOtlpExporter();
}

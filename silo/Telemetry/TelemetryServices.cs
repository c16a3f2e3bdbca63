using Npgsql;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Ticketing.Telemetry;

/// <summary>
/// OpenTelemetry counts what this process measures; Prometheus scrapes it, and where
/// <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names a collector, that gets it as well, with the traces.
/// </summary>
public static class TelemetryServices
{
    /// <summary>
    /// Series of one instrument; measurements beyond them are counted together, under otel_metric_overflow. The SDK
    /// sets aside the memory beforehand, about 100 bytes each.
    /// </summary>
    private const int MaxSeries = 300;

    /// <summary>Of the instrument that has a series for every route and status.</summary>
    private const int MaxRequestSeries = 2_000;

    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <param name="process">"api" or "silo"; part of the name by which a collector knows it.</param>
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

    /// <summary>
    /// Instruments that only observe: created with the first provider, since no other part asks for them.
    /// </summary>
    internal static IServiceCollection AddMeters<TMeters>(this IServiceCollection services)
        where TMeters : class =>
        services.AddSingleton<TMeters>()
            .ConfigureOpenTelemetryMeterProvider(metrics => metrics.AddInstrumentation<TMeters>());

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
            // With the names of meters as a label, no expression could combine instruments of two meters by itself.
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

using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Ticketing.Telemetry;

/// <summary>
/// Metrics and traces to a collector, when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names one; the SDK reads the rest of its
/// environment variables itself. A class of its own, so that the exporter is loaded by nobody else.
/// </summary>
internal static class OtlpExport
{
    public const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    // ASP.NET's activities say nothing of their request unless they are told to.
    private const string SilentRequests = "Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData";

    private static readonly string[] Sources =
    [
        MessagingTracing.SourceName, "Microsoft.Orleans.Runtime", "Microsoft.Orleans.Application",
        "Npgsql", "Microsoft.AspNetCore",
    ];

    public static void AddTo(MeterProviderBuilder metrics) => metrics.AddOtlpExporter();

    public static TracerProvider Trace(ResourceBuilder resource)
    {
        AppContext.SetSwitch(SilentRequests, false);
        return Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .AddSource(Sources)
            .AddOtlpExporter()
            .Build();
    }
}

using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Ticketing.Store;

namespace Ticketing.Silo;

/// <summary>
/// Metrics of this process: readiness, start time and memory. The host publishes the results of its health checks here.
/// </summary>
internal sealed class ProcessMeters : IHealthCheckPublisher, IDisposable
{
    public const string MeterName = "Ticketing.Process";

    private static readonly TimeSpan ReadyPeriod = TimeSpan.FromSeconds(5);

    private readonly Meter meter;
    private volatile bool isReady;

    public ProcessMeters(IMeterFactory factory)
    {
        meter = factory.Create(MeterName);
        var started = new DateTimeOffset(Process.GetCurrentProcess().StartTime).ToUnixTimeMilliseconds() / 1_000d;
        meter.CreateObservableGauge(
            "ticketing.ready", () => isReady ? 1 : 0, unit: null,
            $"1 while this process is ready, by the checks of /health/ready, made every {ReadyPeriod.TotalSeconds} s.");
        meter.CreateObservableGauge(
            "ticketing.process.start_time", () => started, "s", "When this process began, in seconds since 1970.");
        meter.CreateObservableGauge(
            "ticketing.process.memory_available", () => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, "By",
            "Memory that .NET may use: three quarters of the container's limit, or all of the machine's.");
    }

    public static void AddTo(IServiceCollection services)
    {
        services.AddMeters<ProcessMeters>();
        services.AddSingleton<IHealthCheckPublisher>(all => all.GetRequiredService<ProcessMeters>());
        services.Configure<HealthCheckPublisherOptions>(publisher =>
        {
            publisher.Predicate = check => check.Tags.Contains(Health.Ready);
            publisher.Delay = TimeSpan.Zero;
            publisher.Period = ReadyPeriod;
        });
    }

    public Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
    {
        isReady = report.Status == HealthStatus.Healthy;
        return Task.CompletedTask;
    }

    public void Dispose() => meter.Dispose();
}

using OpenTelemetry.Trace;

namespace Ticketing.Telemetry;

/// <summary>Begins to count before anything else is started.</summary>
internal sealed class TelemetryStart(IServiceProvider services, bool isExported) : IHostedLifecycleService
{
    /// <summary>The key of instruments that nobody calls.</summary>
    public const string Meters = "meters";

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        services.GetRequiredService<MetricCollection>();
        if (isExported) services.GetRequiredService<TracerProvider>();
        return Task.CompletedTask;
    }

    /// <summary>Instruments look at other parts, which are there by now.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ = services.GetKeyedServices<object>(Meters).Count();
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

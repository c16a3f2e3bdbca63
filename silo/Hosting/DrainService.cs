using Microsoft.Extensions.Options;

namespace Ticketing.Hosting;

/// <summary>
/// The order of a stop: readiness goes off with the signal; this waits until balancers have seen that, still serving;
/// then Kestrel finishes its requests, and the silo deactivates its grains and leaves the cluster.
/// </summary>
internal sealed class DrainService(IOptions<ClusterSettings> settings, TimeProvider time) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        if (settings.Value.Mode == ClusterMode.Local) return;
        await Task.Delay(TimeSpan.FromSeconds(settings.Value.DrainSeconds), time, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

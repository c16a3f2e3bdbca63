using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Ticketing.Hosting;

/// <summary>An api process is ready while it is connected to at least one silo.</summary>
internal sealed class ClusterConnection : IClusterConnectionStatusObserver, IHealthCheck
{
    private int connected;

    private bool IsConnected => Volatile.Read(ref connected) > 0;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken) =>
        Task.FromResult(
            IsConnected ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("No silo is connected."));

    // The last of the changes that are told next says it, too, and may be told before or after them.
    public void NotifyClusterConnectionLost()
    {
    }

    /// <summary>
    /// Connections open and close on threads of their own, so changes may be told in another order than they happened:
    /// only their sum can be relied on.
    /// </summary>
    public void NotifyGatewayCountChanged(int currentNumberOfGateways, int previousNumberOfGateways, bool recovered) =>
        Interlocked.Add(ref connected, currentNumberOfGateways - previousNumberOfGateways);
}

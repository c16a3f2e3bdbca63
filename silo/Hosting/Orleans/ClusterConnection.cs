namespace Ticketing.Hosting;

/// <summary>An api process is ready while it is connected to at least one silo.</summary>
internal sealed class ClusterConnection : IClusterConnectionStatusObserver, IReadinessCheck
{
    // Kestrel starts after the first connection, so that nobody asks before.
    private volatile bool lost;

    public string? Complaint => lost ? "No silo is connected." : null;

    public void NotifyClusterConnectionLost() => lost = true;

    public void NotifyGatewayCountChanged(int currentNumberOfGateways, int previousNumberOfGateways, bool recovered) =>
        lost = currentNumberOfGateways == 0;
}

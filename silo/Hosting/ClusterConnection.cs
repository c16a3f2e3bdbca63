namespace Ticketing.Hosting;

/// <summary>An api process is ready while it is connected to at least one silo.</summary>
internal sealed class ClusterConnection : IClusterConnectionStatusObserver, IReadinessCheck
{
    private int connected;

    public string? Complaint => Volatile.Read(ref connected) > 0 ? null : "No silo is connected.";

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

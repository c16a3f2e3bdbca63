using Microsoft.Extensions.Diagnostics.HealthChecks;
using Ticketing.Silo;

namespace Ticketing.Tests.Orleans;

public sealed class ClusterConnectionTests
{
    [Fact]
    public async Task Ready_is_who_is_connected_whatever_the_order_in_which_changes_are_told()
    {
        var connection = new ClusterConnection();
        Assert.Equal(HealthStatus.Unhealthy, await StatusAsync());

        connection.NotifyGatewayCountChanged(1, 0, recovered: true);
        Assert.Equal(HealthStatus.Healthy, await StatusAsync());

        // One gateway closes and another opens: the count goes 1 to 0, then 0 to 1, but is reported in the other order.
        connection.NotifyGatewayCountChanged(1, 0, recovered: true);
        connection.NotifyClusterConnectionLost();
        connection.NotifyGatewayCountChanged(0, 1, recovered: false);
        Assert.Equal(HealthStatus.Healthy, await StatusAsync());

        connection.NotifyClusterConnectionLost();
        connection.NotifyGatewayCountChanged(0, 1, recovered: false);
        Assert.Equal(HealthStatus.Unhealthy, await StatusAsync());

        async Task<HealthStatus> StatusAsync() =>
            (await connection.CheckHealthAsync(new HealthCheckContext(), CancellationToken.None)).Status;
    }
}

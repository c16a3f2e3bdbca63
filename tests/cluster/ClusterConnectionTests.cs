using Ticketing.Hosting;

namespace Ticketing.Tests.Orleans;

public sealed class ClusterConnectionTests
{
    [Fact]
    public void Ready_is_who_is_connected_whatever_the_order_in_which_changes_are_told()
    {
        var connection = new ClusterConnection();
        Assert.NotNull(connection.Complaint);

        connection.NotifyGatewayCountChanged(1, 0, recovered: true);
        Assert.Null(connection.Complaint);

        // One closes, another opens: 1 to 0, then 0 to 1.
        connection.NotifyGatewayCountChanged(1, 0, recovered: true);
        connection.NotifyClusterConnectionLost();
        connection.NotifyGatewayCountChanged(0, 1, recovered: false);
        Assert.Null(connection.Complaint);

        connection.NotifyClusterConnectionLost();
        connection.NotifyGatewayCountChanged(0, 1, recovered: false);
        Assert.NotNull(connection.Complaint);
    }
}

using Orleans.Dashboard;

namespace Ticketing.Api;

internal static partial class ClusterDashboard
{
    static partial void Map(IEndpointRouteBuilder site) =>
        site.MapOrleansDashboard("/dashboard").RequireOperator().ExcludeFromDescription();
}

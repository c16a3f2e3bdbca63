namespace Ticketing.Api;

/// <summary>The dashboard of the cluster, for operators; there is none where there is no cluster.</summary>
internal static partial class ClusterDashboard
{
    public static void MapClusterDashboard(this IEndpointRouteBuilder site) => Map(site);

    static partial void Map(IEndpointRouteBuilder site);
}

namespace Ticketing.Api;

/// <summary>The dashboard of the cluster, for operators; there is none where there is no cluster.</summary>
internal static partial class ClusterDashboard
{
    /// <summary>After the accounts: operators sign in to it with theirs.</summary>
    public static void AddClusterDashboard(this WebApplicationBuilder builder) => Add(builder);

    public static void MapClusterDashboard(this IEndpointRouteBuilder site) => Map(site);

    static partial void Add(WebApplicationBuilder builder);

    static partial void Map(IEndpointRouteBuilder site);
}

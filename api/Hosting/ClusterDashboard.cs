using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Net.Http.Headers;
using Orleans.Dashboard;

namespace Ticketing.Api;

/// <summary>Orleans' dashboard, for operators.</summary>
internal static class ClusterDashboard
{
    public const string Root = "/dashboard";

    private const string Scheme = "dashboard";
    private const string Policy = "dashboard";

    /// <summary>After the accounts: operators sign in to it with theirs.</summary>
    public static void AddClusterDashboard(this WebApplicationBuilder builder)
    {
        builder.AddDashboardCookies();
        // A browser has the cookie; a program, as everywhere here, a token.
        builder.Services.AddAuthentication().AddPolicyScheme(Scheme, displayName: null, choice =>
            choice.ForwardDefaultSelector = context => context.Request.Headers.ContainsKey(HeaderNames.Authorization)
                ? BearerTokenDefaults.AuthenticationScheme
                : DashboardCookies.Scheme);
        builder.Services.AddAuthorizationBuilder().AddPolicy(Policy, new AuthorizationPolicyBuilder(Scheme)
            .RequireAuthenticatedUser()
            .AddRequirements(new OperatorRequirement())
            .Build());
    }

    public static void MapClusterDashboard(this IEndpointRouteBuilder site)
    {
        site.MapOrleansDashboard(Root).RequireAuthorization(Policy).ExcludeFromDescription();
        site.MapDashboardSignIn();
    }
}

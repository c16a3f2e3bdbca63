using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Net.Http.Headers;
using Orleans.Dashboard;

namespace Ticketing.Api;

internal static partial class ClusterDashboard
{
    public const string Root = "/dashboard";

    private const string Scheme = "dashboard";
    private const string Policy = "dashboard";

    static partial void Add(WebApplicationBuilder builder)
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

    static partial void Map(IEndpointRouteBuilder site)
    {
        site.MapOrleansDashboard(Root).RequireAuthorization(Policy).ExcludeFromDescription();
        site.MapDashboardSignIn();
    }
}

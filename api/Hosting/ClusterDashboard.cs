using System.Net.Mime;
using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Authentication.Cookies;
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

    /// <summary>Call it after the accounts are added: operators sign in to it with theirs.</summary>
    public static void AddClusterDashboard(this WebApplicationBuilder builder)
    {
        builder.AddDashboardCookies();
        // A browser sends the cookie; a program sends a token, as to every other address.
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

/// <summary>
/// The page where operators sign in to the dashboard and sign out. Each form carries a token against requests forged by
/// other sites. The sign-in form has one too, so that another site cannot sign an operator in as somebody else.
/// </summary>
internal static class DashboardSignIn
{
    public const string Address = $"{ClusterDashboard.Root}/sign-in";

    private const string SignOutAddress = $"{ClusterDashboard.Root}/sign-out";

    public static void MapDashboardSignIn(this IEndpointRouteBuilder site)
    {
        // The token is checked here and not by the framework's middleware, whose refusal is not a page.
        var pages = site.MapGroup("/").ExcludeFromDescription().DisableAntiforgery();
        pages.MapGet(Address, ShowAsync);
        pages.MapPost(Address, SignInAsync).Is(WorkKind.Password);
        pages.MapPost(SignOutAddress, SignOutAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, IAntiforgery forms)
    {
        var known = await http.AuthenticateAsync(DashboardCookies.Scheme);
        return known.Principal?.FindFirstValue(ClaimTypes.Email) is { } email
            ? new SignInPage(forms.GetAndStoreTokens(http)) { SignedInAs = email, SignOutAddress = SignOutAddress }
            : new SignInPage(forms.GetAndStoreTokens(http));
    }

    private static async Task<IResult> SignInAsync(
        HttpContext http, IFormCollection form, IAntiforgery forms, SignIns signIns)
    {
        if (!await forms.IsRequestValidAsync(http))
            return Again(http, forms, StatusCodes.Status400BadRequest, "This page was too old. Please try again.");
        var credentials = new Credentials(form["email"].ToString(), new ExactText(form["password"].ToString()));
        var answer = CredentialRules.CheckKnown(credentials).Any
            ? new SignInAnswer(null, 0)
            : await signIns.TryAsync(credentials, http);
        if (answer.WaitSeconds > 0)
        {
            return Again(
                http, forms, StatusCodes.Status429TooManyRequests,
                $"Too many failed sign-ins. Please try again in {answer.WaitSeconds} seconds.");
        }

        if (answer.Account is not { IsOperator: true } account)
        {
            return Again(
                http, forms, StatusCodes.Status401Unauthorized,
                "Email or password is wrong, or this is no operator's account.");
        }

        var identity = Users.IdentityOf(account, DashboardCookies.Scheme);
        identity.AddClaim(new Claim(ClaimTypes.Email, account.Email));
        await http.SignInAsync(DashboardCookies.Scheme, new ClaimsPrincipal(identity));
        return SeeOther($"{ClusterDashboard.Root}/");
    }

    private static async Task<IResult> SignOutAsync(HttpContext http, IFormCollection form, IAntiforgery forms)
    {
        if (!await forms.IsRequestValidAsync(http)) return SeeOther(Address);
        await http.SignOutAsync(DashboardCookies.Scheme);
        return SeeOther(Address);
    }

    private static SignInPage Again(HttpContext http, IAntiforgery forms, int status, string complaint) =>
        new(forms.GetAndStoreTokens(http)) { Status = status, Complaint = complaint };

    private static IResult SeeOther(string address) => new SeeOther(address);
}

/// <summary>
/// The cookie that holds an operator's sign-in. A browser sends it to the dashboard only, and never with a request that
/// another site started.
/// </summary>
internal static class DashboardCookies
{
    public const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;

    public static void AddDashboardCookies(this WebApplicationBuilder builder)
    {
        builder.Services.AddAuthentication().AddSiteCookie(Scheme, "dashboard", ClusterDashboard.Root, cookies =>
        {
            cookies.Events.OnRedirectToLogin = context => TurnAway(context, StatusCodes.Status401Unauthorized);
            cookies.Events.OnRedirectToAccessDenied = context => TurnAway(context, StatusCodes.Status403Forbidden);
        });
        builder.Services.AddAntiforgery(forms =>
        {
            forms.Cookie.Restrict("dashboard-form", ClusterDashboard.Root);
            forms.FormFieldName = "token";
        });
    }

    /// <summary>
    /// A browser is redirected to the one sign-in page, and from there to the one dashboard: no address is taken from
    /// the request. A request that does not accept HTML gets the bare status.
    /// </summary>
    private static Task TurnAway(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        if (context.Request.GetTypedHeaders().Accept.Any(type => type.MediaType == MediaTypeNames.Text.Html))
            context.Response.Redirect(DashboardSignIn.Address);
        else
            context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}

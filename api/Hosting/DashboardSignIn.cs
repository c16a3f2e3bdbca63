using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Ticketing.Accounts;

namespace Ticketing.Api;

/// <summary>
/// Where operators sign in to the dashboard, and out of it. Forms carry a token against requests that other sites make
/// up: also of the sign-in, so that nobody is signed in as somebody else unaware.
/// </summary>
internal static class DashboardSignIn
{
    public const string Address = $"{ClusterDashboard.Root}/sign-in";

    private const string SignOutAddress = $"{ClusterDashboard.Root}/sign-out";

    public static void MapDashboardSignIn(this IEndpointRouteBuilder site)
    {
        // The token is checked here and not by the framework's middleware, whose refusal is no page.
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
        HttpContext http, IFormCollection form, IAntiforgery forms, AccountStore store, Passwords passwords)
    {
        if (!await forms.IsRequestValidAsync(http))
            return Again(http, forms, StatusCodes.Status400BadRequest, "This page was too old. Please try again.");
        var credentials = new Credentials(form["email"].ToString(), form["password"].ToString());
        var account = CredentialRules.Check(credentials).Any
            ? null
            : await store.FindAsync(CredentialRules.Normalise(credentials.Email), http.RequestAborted);
        if (!passwords.Matches(account, credentials.Password) || account is not { IsOperator: true })
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

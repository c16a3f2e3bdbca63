using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Ticketing.Store;

namespace Ticketing.Api;

/// <summary>
/// The session of a browser: a cookie that no script can read and that is sent with requests of this site's pages only.
/// A request with an Authorization header is signed in by its token, whatever cookie it has.
/// </summary>
internal static class BrowserSessions
{
    public const string Scheme = "session";

    /// <summary>The default scheme: a token or the cookie.</summary>
    public const string TokenOrCookie = "token-or-cookie";

    public const string CookieName = "session";

    public static void AddBrowserSessions(this AuthenticationBuilder authentication)
    {
        authentication.AddSiteCookie(
            Scheme, CookieName, path: "/", cookies => cookies.CookieManager = new SessionCookies());
        authentication.AddPolicyScheme(TokenOrCookie, displayName: null, choice =>
        {
            choice.ForwardDefaultSelector = context => context.Request.Headers.ContainsKey(HeaderNames.Authorization)
                ? BearerTokenDefaults.AuthenticationScheme
                : Scheme;
            choice.ForwardChallenge = BearerTokenDefaults.AuthenticationScheme;
            choice.ForwardForbid = BearerTokenDefaults.AuthenticationScheme;
        });
    }

    public static async Task<BrowserSessionBody> BeginAsync(HttpContext http, Account account)
    {
        var services = http.RequestServices;
        var seconds = services.GetRequiredService<IOptions<ApiOptions>>().Value.AccessTokenSeconds;
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeSeconds();
        var expiresAt = DateTimeOffset.FromUnixTimeSeconds(now + seconds); // the cookie keeps whole seconds
        var identity = Users.IdentityOf(account, Scheme);
        identity.AddClaim(new Claim(ClaimTypes.Email, account.Email));
        await http.SignInAsync(
            Scheme, new ClaimsPrincipal(identity),
            new AuthenticationProperties { ExpiresUtc = expiresAt, IsPersistent = true });
        return new(new(account.Id, account.Email, account.IsOperator), expiresAt);
    }

    public static async Task<BrowserSessionBody> ReadAsync(HttpContext http)
    {
        var known = await http.AuthenticateAsync(Scheme);
        return known.Principal is { } user
            ? new(
                new(user.Id(), user.FindFirstValue(ClaimTypes.Email) ?? "", user.IsInRole(Users.OperatorRole)),
                known.Properties?.ExpiresUtc)
            : new(null, null);
    }

    /// <summary>Whether the cookie, not a token, has signed the request in.</summary>
    public static bool IsOfBrowserSession(this ClaimsPrincipal user) => user.Identity?.AuthenticationType == Scheme;
}

/// <summary>
/// Over HTTPS the cookie's name has the prefix <c>__Host-</c>: browsers then take it from this very host only, and not
/// from a page of another subdomain or an answer over plain HTTP.
/// </summary>
internal sealed class SessionCookies : ICookieManager
{
    private readonly ChunkingCookieManager cookies = new();

    public string? GetRequestCookie(HttpContext context, string key) =>
        cookies.GetRequestCookie(context, NameOf(context, key));

    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options) =>
        cookies.AppendResponseCookie(context, NameOf(context, key), value, options);

    public void DeleteCookie(HttpContext context, string key, CookieOptions options) =>
        cookies.DeleteCookie(context, NameOf(context, key), options);

    private static string NameOf(HttpContext context, string key) => context.Request.IsHttps ? $"__Host-{key}" : key;
}

/// <summary>The session of a browser.</summary>
/// <param name="User">Null when nobody is signed in.</param>
/// <param name="ExpiresAt">When the cookie stops being accepted; null when nobody is signed in.</param>
public sealed record BrowserSessionBody(SessionUserBody? User, DateTimeOffset? ExpiresAt);

/// <summary>The account of a session.</summary>
/// <param name="IsOperator">Whether it was an operator's account when the session began.</param>
public sealed record SessionUserBody(Guid Id, string Email, bool IsOperator);

using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;

namespace Ticketing.Api;

/// <summary>The bounds of every cookie that this site sets.</summary>
internal static class SiteCookies
{
    /// <summary>Adds a sign-in that is kept in a cookie, and is accepted as long as an access token.</summary>
    /// <param name="path">Browsers send the cookie to this path and below it only.</param>
    public static void AddSiteCookie(
        this AuthenticationBuilder authentication, string scheme, string name, string path,
        Action<CookieAuthenticationOptions> more)
    {
        authentication.AddCookie(scheme);
        authentication.Services.AddOptions<CookieAuthenticationOptions>(scheme).Configure<IOptions<ApiOptions>>(
            (cookies, api) =>
            {
                cookies.Cookie.Restrict(name, path);
                cookies.ExpireTimeSpan = TimeSpan.FromSeconds(api.Value.AccessTokenSeconds);
                // A renewal could come with a file that caches keep, and would give the cookie to other users.
                cookies.SlidingExpiration = false;
                more(cookies);
            });
    }

    /// <summary>
    /// No script can read the cookie, no request that another site started carries it, and one that was set over HTTPS
    /// is not sent over plain HTTP.
    /// </summary>
    public static void Restrict(this CookieBuilder cookie, string name, string path)
    {
        cookie.Name = name;
        cookie.Path = path;
        cookie.HttpOnly = true;
        cookie.SameSite = SameSiteMode.Strict;
        cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
    }
}

using System.Net.Mime;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;

namespace Ticketing.Api;

/// <summary>
/// What a browser keeps of an operator's sign-in: a cookie that goes to the dashboard alone, and never from another
/// site.
/// </summary>
internal static class DashboardCookies
{
    public const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;

    public static void AddDashboardCookies(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddAuthentication().AddCookie(Scheme);
        services.AddOptions<CookieAuthenticationOptions>(Scheme).Configure<IOptions<ApiOptions>>((cookies, api) =>
        {
            Restrict(cookies.Cookie, "dashboard");
            cookies.ExpireTimeSpan = TimeSpan.FromSeconds(api.Value.AccessTokenSeconds);
            cookies.SlidingExpiration = false;
            cookies.Events.OnRedirectToLogin = context => TurnAway(context, StatusCodes.Status401Unauthorized);
            cookies.Events.OnRedirectToAccessDenied = context => TurnAway(context, StatusCodes.Status403Forbidden);
        });
        services.AddAntiforgery(forms =>
        {
            Restrict(forms.Cookie, "dashboard-form");
            forms.FormFieldName = "token";
        });
    }

    private static void Restrict(CookieBuilder cookie, string name)
    {
        cookie.Name = name;
        cookie.Path = ClusterDashboard.Root;
        cookie.HttpOnly = true;
        cookie.SameSite = SameSiteMode.Strict;
        cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
    }

    /// <summary>
    /// People are sent to the one sign-in page, and from there to the one dashboard: no address is taken from the
    /// request. What scripts ask for gets the bare status.
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

using Microsoft.Net.Http.Headers;

namespace Ticketing.Api;

/// <summary>
/// Refuses changes that a page of another site starts in a fan's browser: the browser would send the session's cookie
/// with them. A request with an Authorization header is not concerned, since no foreign page can add that.
/// </summary>
internal static class OwnPages
{
    private const string FetchSite = "Sec-Fetch-Site";

    /// <summary>Call it after authentication and after routing.</summary>
    public static void UseOwnPages(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var request = context.Request;
        if (context.User.IsOfBrowserSession())
            KeepFromCaches(context.Response);
        else if (context.GetEndpoint()?.Metadata.GetMetadata<OwnPagesNote>() is null)
            return next(context);
        return IsSafe(request.Method)
            || request.Headers.ContainsKey(HeaderNames.Authorization)
            || IsFromOwnPage(request)
                ? next(context)
                : Problems.CrossSiteRequest.Occurs().ExecuteAsync(context);
    });

    /// <summary>Signing in and out: other sites must not do it for a fan, though there may be no cookie yet.</summary>
    public static TBuilder ForOwnPages<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new OwnPagesNote());

    /// <summary>
    /// Browsers say where a request comes from, and scripts cannot change it. Those before 2023 send the origin only.
    /// </summary>
    private static bool IsFromOwnPage(HttpRequest request)
    {
        if (request.Headers[FetchSite] is { Count: > 0 } site)
            return site == "same-origin";
        var origin = request.Headers.Origin.ToString();
        return origin == OriginOf("https", request.Host, usualPort: 443)
            || (!request.IsHttps && origin == OriginOf("http", request.Host, usualPort: 80));
    }

    /// <summary>Browsers leave out the port that belongs to the scheme; a proxy may add it to the host.</summary>
    private static string OriginOf(string scheme, HostString host, int usualPort) =>
        $"{scheme}://{(host.Port == usualPort ? host.Host : host.Value)}";

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method)
        || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method);

    /// <summary>Caches know that an answer to a token is not for others. They do not know it of a cookie.</summary>
    private static void KeepFromCaches(HttpResponse response) => response.OnStarting(() =>
    {
        if (response.Headers.CacheControl.Count == 0)
            response.Headers.CacheControl = "no-store";
        return Task.CompletedTask;
    });
}

/// <summary>Endpoint metadata: pages of other sites may not call it, signed in or not.</summary>
internal sealed record OwnPagesNote;

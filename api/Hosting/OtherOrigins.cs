using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Ticketing.Api;

/// <summary>
/// Lets pages of the configured origins call the API from a browser. Cookies are not accepted from them: such a page
/// gets a bearer token and sends it itself.
/// </summary>
internal static class OtherOrigins
{
    private static readonly TimeSpan PreflightAge = TimeSpan.FromHours(1);

    public static IServiceCollection AddOtherOrigins(this IServiceCollection services)
    {
        services.AddCors();
        services.AddOptions<CorsOptions>()
            .Configure<IOptions<ApiOptions>>((cors, api) => cors.AddDefaultPolicy(
                policy => Describe(policy, api.Value.Cors.Origins)));
        return services;
    }

    /// <summary>Call it before anything that refuses requests: pages must be able to read refusals, too.</summary>
    public static void UseOtherOrigins(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<ApiOptions>>().Value.Cors.Origins.Length > 0)
            app.UseCors();
    }

    private static void Describe(CorsPolicyBuilder policy, string[] origins) => policy
        .WithOrigins(origins)
        .WithMethods("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
        .WithHeaders(
            HeaderNames.Authorization, HeaderNames.ContentType, HeaderNames.IfNoneMatch, "Last-Event-ID",
            IdempotencyKey.Header, QueueTokenHeader.Name, "traceparent", "tracestate")
        .WithExposedHeaders(HeaderNames.RetryAfter, HeaderNames.Location, HeaderNames.ETag, HeaderNames.WWWAuthenticate)
        .SetPreflightMaxAge(PreflightAge);
}

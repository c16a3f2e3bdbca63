using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Ticketing.Api;

/// <summary>Limits of a connection, which apply before any endpoint is reached.</summary>
internal static class KestrelLimits
{
    private const int HeadersMaxBytes = 16 * 1_024;
    private const int RequestLineMaxBytes = 8 * 1_024;
    private const int HeadersTimeoutSeconds = 15;
    private const int KeepAliveSeconds = 120;

    /// <summary>The average after the grace: 64 KB must arrive within 16 s, a body of one packet within 5 s.</summary>
    private const int BodyMinBytesPerSecond = 4_096;
    private const int BodyGraceSeconds = 5;

    public static void AddKestrelLimits(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ConfigureEndpointDefaults(RejectedRequests.Watch);
        });
        builder.Services.AddOptions<KestrelServerOptions>().Configure<IOptions<ApiOptions>>((kestrel, options) =>
        {
            kestrel.Limits.MaxRequestBodySize = options.Value.RequestBodyMaxBytes;
            kestrel.Limits.MaxConcurrentConnections = options.Value.MaxConnections;
            kestrel.Limits.MaxRequestHeadersTotalSize = HeadersMaxBytes;
            kestrel.Limits.MaxRequestLineSize = RequestLineMaxBytes;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(HeadersTimeoutSeconds);
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(KeepAliveSeconds);
            kestrel.Limits.MinRequestBodyDataRate =
                new MinDataRate(BodyMinBytesPerSecond, TimeSpan.FromSeconds(BodyGraceSeconds));
        });
    }
}

/// <summary>Answers HEAD like GET; Kestrel knows the original method and leaves the body out.</summary>
internal static class HeadRequests
{
    private static readonly object Mark = new();

    public static IApplicationBuilder UseHead(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (HttpMethods.IsHead(context.Request.Method))
        {
            context.Request.Method = HttpMethods.Get;
            context.Items[Mark] = true;
        }

        return next(context);
    });

    /// <summary>
    /// Whether only the headers are sent. An answer without an end must look: proxies take it for complete, and would
    /// send another client's request over the same connection, where it would wait for that end.
    /// </summary>
    public static bool IsHead(this HttpContext context) => context.Items.ContainsKey(Mark);
}

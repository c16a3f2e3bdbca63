using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Ticketing.Api;

/// <summary>What a connection may take of the process, before any endpoint is reached.</summary>
internal static class KestrelLimits
{
    private const int HeadersMaxBytes = 16 * 1_024;
    private const int RequestLineMaxBytes = 8 * 1_024;
    private const int HeadersTimeoutSeconds = 15;
    private const int KeepAliveSeconds = 120;

    /// <summary>After the grace, on average: 64 KB must be here within 16 s, one packet within 5.</summary>
    private const int BodyMinBytesPerSecond = 4_096;
    private const int BodyGraceSeconds = 5;

    public static void AddKestrelLimits(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
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

using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Ticketing.Silo;

/// <summary>
/// Serves <c>/metrics</c>. With a port of its own, that port serves metrics only and no other port serves them. The
/// port of the connection decides, since a Host header can be forged.
/// </summary>
public static class MetricsEndpoint
{
    private const string Path = "/metrics";

    // Kestrel's default address.
    private const string DefaultAddress = "http://localhost:5000";

    /// <summary>Call it first: before authentication, rate limits and error pages.</summary>
    public static void UseMetrics(this WebApplication app)
    {
        var port = app.Services.GetRequiredService<IOptions<MetricsOptions>>().Value.Port;
        app.MapWhen(
            context => port == 0 ? context.Request.Path == Path : context.Connection.LocalPort == port,
            metrics => metrics
                .Use((context, next) =>
                {
                    // Scrapes are not among the requests that are measured.
                    if (context.Features.Get<IHttpMetricsTagsFeature>() is { } measured)
                        measured.MetricsDisabled = true;
                    // Prometheus would ask for OpenMetrics, which has a _created series beside each counter.
                    context.Request.Headers.Accept = default;
                    context.Response.Headers.CacheControl = "no-store";
                    return next(context);
                })
                .UseOpenTelemetryPrometheusScrapingEndpoint(IsScrape)
                .Run(RefuseAsync));
    }

    internal static void AddMetricsListener(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<MetricsOptions>()
            .BindConfiguration(MetricsOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        var configuration = builder.Configuration;
        var options = configuration.GetSection(MetricsOptions.Section).Get<MetricsOptions>() ?? new();
        if (options.Port == 0) return;
        // As the server would read them: ports count only where no addresses are given.
        string[] ports = [.. Of(WebHostDefaults.HttpPortsKey, "http"), .. Of(WebHostDefaults.HttpsPortsKey, "https")];
        var own = configuration[WebHostDefaults.ServerUrlsKey]?.Split(';')
            ?? (ports.Length > 0 ? ports : [DefaultAddress]);
        builder.WebHost.UseUrls([.. own, $"http://{options.Address}:{options.Port}"]);

        IEnumerable<string> Of(string key, string scheme) =>
            (configuration[key] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries)
                .Select(port => $"{scheme}://*:{port}");
    }

    private static bool IsScrape(HttpContext context) =>
        context.Request.Path == Path
        && (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method));

    private static Task RefuseAsync(HttpContext context)
    {
        var isKnown = context.Request.Path == Path;
        context.Response.StatusCode = isKnown ? StatusCodes.Status405MethodNotAllowed : StatusCodes.Status404NotFound;
        if (isKnown) context.Response.Headers.Allow = "GET, HEAD";
        return Task.CompletedTask;
    }
}

/// <summary>
/// Where this process serves its metrics; section <c>Ticketing:Metrics</c> of the configuration. <c>/metrics</c> needs
/// no token: any client that reaches it may read it.
/// </summary>
public sealed record MetricsOptions
{
    public const string Section = "Ticketing:Metrics";

    /// <summary>
    /// 0: at <c>/metrics</c> on the process' own port. Otherwise only on a listener on this port, which serves nothing
    /// else.
    /// </summary>
    [Range(0, 65_535)]
    public int Port { get; init; }

    /// <summary>The address of that listener: <c>*</c> for all of the machine.</summary>
    public string Address { get; init; } = "*";
}

using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Ticketing.Telemetry;

/// <summary>
/// Answers <c>/metrics</c>. Where a port of its own is set it is answered there and nowhere else, and nothing else
/// there: by the port of the connection, since a Host header says what its sender likes.
/// </summary>
public static class MetricsEndpoint
{
    private const string Path = "/metrics";

    /// <summary>In front of everything: no token, no rates, no error pages.</summary>
    public static void UseMetrics(this WebApplication app)
    {
        var port = app.Services.GetRequiredService<IOptions<MetricsOptions>>().Value.Port;
        var metrics = app.Services.GetRequiredService<MetricCollection>();
        app.Use((context, next) =>
        {
            var isHere = port == 0 || context.Connection.LocalPort == port;
            if (isHere && context.Request.Path == Path) return AnswerAsync(context, metrics);
            if (!isHere || port == 0) return next(context);
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
    }

    private static async Task AnswerAsync(HttpContext context, MetricCollection metrics)
    {
        // Requests for metrics are none of those that are measured.
        if (context.Features.Get<IHttpMetricsTagsFeature>() is { } measured) measured.MetricsDisabled = true;
        var response = context.Response;
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            response.Headers.Allow = "GET, HEAD";
            return;
        }

        var text = await metrics.ScrapeAsync();
        response.ContentType = PrometheusText.ContentType;
        response.ContentLength = text.Length;
        response.Headers.CacheControl = "no-store";
        if (HttpMethods.IsGet(context.Request.Method)) await response.Body.WriteAsync(text, context.RequestAborted);
    }
}

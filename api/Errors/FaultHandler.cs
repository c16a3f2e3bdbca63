using System.Diagnostics;
using Microsoft.AspNetCore.Diagnostics;

namespace Ticketing.Api;

/// <summary>Turns exceptions into problems. Bugs are logged as errors, other faults at debug level.</summary>
internal sealed class FaultHandler(ILogger<FaultHandler> logger, IHostApplicationLifetime lifetime) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(
        HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (httpContext.RequestAborted.IsCancellationRequested)
        {
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }

        var problem = Faults.Explain(exception) ?? ExplainStop(exception);
        if (problem is null)
        {
            var traceId = Activity.Current?.Id ?? httpContext.TraceIdentifier;
            ApiLog.Bug(logger, exception, httpContext.Request.Method, httpContext.Request.Path, traceId);
            problem = Problems.InternalError.With("traceId", traceId);
        }
        else if (problem.Type.Status >= StatusCodes.Status500InternalServerError)
        {
            ApiLog.Unavailable(logger, exception, httpContext.Request.Method, httpContext.Request.Path);
        }

        await problem.ExecuteAsync(httpContext);
        return true;
    }

    /// <summary>
    /// A request that runs longer than the shutdown timeout finds Orleans' client or the data source disposed. Another
    /// process answers its retry. At any other time the same exception is a bug.
    /// </summary>
    private Problem? ExplainStop(Exception exception) =>
        exception is ObjectDisposedException && lifetime.ApplicationStopping.IsCancellationRequested
            ? Faults.Answer(FaultKind.OutcomeUnknown)
            : null;
}

/// <summary>Adds a body to the status codes that the framework answers without one.</summary>
internal static class BareStatus
{
    private const int RetryAfterSeconds = 1;

    public static Task ExplainAsync(StatusCodeContext context)
    {
        var problem = Problems.OfStatus(context.HttpContext.Response.StatusCode).Occurs();
        if (problem.Type.Status is StatusCodes.Status503ServiceUnavailable)
            problem.RetryAfter(RetryAfterSeconds);
        return problem.ExecuteAsync(context.HttpContext);
    }
}

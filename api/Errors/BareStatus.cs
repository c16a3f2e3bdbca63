using Microsoft.AspNetCore.Diagnostics;

namespace Ticketing.Api;

/// <summary>Gives a body to the statuses that the framework answers without one.</summary>
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

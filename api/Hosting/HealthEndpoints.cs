using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.Hosting;

namespace Ticketing.Api;

/// <summary>For whoever runs the process: restart what is not live, send nothing to what is not ready.</summary>
internal static class HealthEndpoints
{
    public const string Path = "/health";

    private const int RetryAfterSeconds = 1;

    public static void MapHealth(this IEndpointRouteBuilder site)
    {
        var health = site.MapGroup(Path).WithTags("Health").DisableRateLimiting();
        health.MapGet("/live", () => TypedResults.Ok(new HealthBody("live")))
            .WithSummary("Whether the process answers; looks at nothing outside it");
        health.MapGet("/ready", Ready).WithSummary("Whether the process can do its work: the database answers");
    }

    private static async Task<Results<Ok<HealthBody>, Problem>> Ready(
        Readiness readiness, CancellationToken cancellation)
    {
        if (readiness.Complaint is { } complaint)
            return Problems.Overloaded.Because(complaint).RetryAfter(RetryAfterSeconds);
        return await readiness.DatabaseAnswersAsync(cancellation)
            ? TypedResults.Ok(new HealthBody("ready"))
            : Problems.StoreUnavailable.Occurs().RetryAfter(RetryAfterSeconds);
    }
}

using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Ticketing.Api;

/// <summary>For whoever runs the process: restart what is not live, send nothing to what is not ready.</summary>
internal static class HealthEndpoints
{
    private const int RetryAfterSeconds = 1;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static void MapHealth(this IEndpointRouteBuilder site)
    {
        var health = site.MapGroup("/health").WithTags("Health").DisableRateLimiting();
        health.MapGet("/live", () => TypedResults.Ok(new HealthBody("live")))
            .WithSummary("Whether the process answers; looks at nothing outside it");
        health.MapGet("/ready", Ready).WithSummary("Whether the process can do its work: the database answers");
    }

    private static async Task<Results<Ok<HealthBody>, Problem>> Ready(
        NpgsqlDataSource database, IHostApplicationLifetime lifetime, CancellationToken cancellation)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
            return Problems.Overloaded.Because("The process is stopping.").RetryAfter(RetryAfterSeconds);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            await using var command = database.CreateCommand("select 1");
            await command.ExecuteScalarAsync(patience.Token);
            return TypedResults.Ok(new HealthBody("ready"));
        }
        catch (Exception fault) when (fault is NpgsqlException or OperationCanceledException or TimeoutException)
        {
            return Problems.StoreUnavailable.Occurs().RetryAfter(RetryAfterSeconds);
        }
    }
}

using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Ticketing.Hosting;

/// <summary>
/// <c>/health/live</c> and <c>/health/ready</c> of every process: 200, or 503 with the reason in plain text. Restart a
/// process that is not live, and send no work to one that is not ready.
/// </summary>
public static class Health
{
    /// <summary>The tag of checks that look at nothing outside the process: a restart would not mend that.</summary>
    internal const string Live = "live";

    /// <summary>The tag of what a process needs to do its work.</summary>
    internal const string Ready = "ready";

    private const string Checks = "Microsoft.Extensions.Diagnostics.HealthChecks";

    private static readonly TimeSpan DatabaseTimeout = TimeSpan.FromSeconds(2);

    /// <summary>The checks of every process; the hosting of grains and the client of silos add their own.</summary>
    internal static void AddTicketingHealth(this IHostApplicationBuilder builder)
    {
        // A failed check would be logged as an error at every probe, with every silo and api that is merely starting.
        builder.Logging.AddFilter(Checks, LogLevel.None);
        builder.Services.AddHealthChecks()
            .AddCheck("process", () => HealthCheckResult.Healthy(), [Live])
            .AddCheck<StopCheck>("stop", tags: [Ready])
            .AddCheck<DatabaseCheck>("database", tags: [Ready], timeout: DatabaseTimeout);
    }

    public static void MapHealth(this IEndpointRouteBuilder site)
    {
        Map("/health/live", Live);
        Map("/health/ready", Ready);

        void Map(string path, string tag) => site.MapHealthChecks(path, new HealthCheckOptions
        {
            Predicate = check => check.Tags.Contains(tag),
            ResponseWriter = WriteAsync,
        }).DisableRateLimiting().ExcludeFromDescription();
    }

    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        var checks = report.Entries.Select(
            check => $"{check.Key}: {check.Value.Status}. {check.Value.Description}".TrimEnd());
        return context.Response.WriteAsync(string.Join('\n', checks.Prepend($"{report.Status}")) + '\n');
    }
}

/// <summary>
/// Unhealthy from the signal to stop on, so that balancers look elsewhere while requests still finish.
/// </summary>
internal sealed class StopCheck(IHostApplicationLifetime lifetime) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken) =>
        Task.FromResult(lifetime.ApplicationStopping.IsCancellationRequested
            ? HealthCheckResult.Unhealthy("The process is stopping.")
            : HealthCheckResult.Healthy());
}

internal sealed class DatabaseCheck(NpgsqlDataSource database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = database.CreateCommand("select 1");
            await command.ExecuteScalarAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception fault) when (fault is NpgsqlException or OperationCanceledException or TimeoutException)
        {
            // Anyone may read the answer: the fault would name the server's address.
            return HealthCheckResult.Unhealthy("The database does not answer.");
        }
    }
}

/// <summary>A silo does its work while it is an active member of its cluster.</summary>
internal sealed class SiloCheck(ISiloStatusOracle members) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken) =>
        Task.FromResult(members.CurrentStatus == SiloStatus.Active
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy($"The silo is {members.CurrentStatus}."));
}

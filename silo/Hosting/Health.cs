using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Ticketing.Silo;

/// <summary>
/// <c>/health/live</c> and <c>/health/ready</c> of every process: 200, or 503 with the reason in plain text. Restart a
/// process that is not live, and send no work to one that is not ready.
/// </summary>
public static class Health
{
    /// <summary>
    /// The tag of checks of the process itself. Outside faults must not be among them: a restart would not repair
    /// those.
    /// </summary>
    internal const string Live = "live";

    /// <summary>The tag of checks of everything that a process needs for its work.</summary>
    internal const string Ready = "ready";

    private const string Checks = "Microsoft.Extensions.Diagnostics.HealthChecks";

    private static readonly TimeSpan DatabaseTimeout = TimeSpan.FromSeconds(2);

    /// <summary>The checks of every process; silos and clients of silos add their own.</summary>
    public static void AddTicketingHealth(this IHostApplicationBuilder builder)
    {
        // Without this, failed checks would be logged as errors at every probe while a silo or api process is merely
        // starting.
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
/// Unhealthy from the stop signal on, so that load balancers send no new requests while those in progress finish.
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
            // The answer is public: the exception would reveal the server's address.
            return HealthCheckResult.Unhealthy("The database does not answer.");
        }
    }
}

/// <summary>Healthy while the silo is an active member of its cluster.</summary>
internal sealed class SiloCheck(ISiloStatusOracle members) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken) =>
        Task.FromResult(members.CurrentStatus == SiloStatus.Active
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy($"The silo is {members.CurrentStatus}."));
}

/// <summary>
/// Delays a stop after readiness has turned off, until load balancers have noticed; requests are still served. After
/// that, Kestrel finishes its requests, and the silo deactivates its grains and leaves the cluster.
/// </summary>
internal sealed class DrainService(IOptions<ClusterSettings> settings, TimeProvider time) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        if (settings.Value.Mode == ClusterMode.Local) return;
        await Task.Delay(TimeSpan.FromSeconds(settings.Value.DrainSeconds), time, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

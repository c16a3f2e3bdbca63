using Microsoft.Extensions.Options;
using Npgsql;
using Ticketing.Telemetry;

namespace Ticketing.Postgres;

/// <summary>Migrates in the "starting" phase, which the host finishes before it starts anything else.</summary>
internal sealed class MigrationService(
    Migrations migrations, IOptions<StoreOptions> options, TimeProvider time, ILogger<Migrations> logger)
    : IHostedLifecycleService
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(500);

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var startedAt = time.GetTimestamp();
        while (true)
        {
            try
            {
                await migrations.ApplyAsync(cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (NpgsqlException exception) when (IsStillStarting(exception, time.GetElapsedTime(startedAt)))
            {
                StoreLog.WaitingForDatabase(logger, exception.Message, options.Value.StartupWaitSeconds);
                await Task.Delay(RetryDelay, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // A wrong password or a missing database does not get better by waiting.
    private bool IsStillStarting(NpgsqlException exception, TimeSpan waited) =>
        waited < TimeSpan.FromSeconds(options.Value.StartupWaitSeconds)
        && (exception is PostgresException { SqlState: PostgresErrorCodes.CannotConnectNow }
            || (exception is not PostgresException && exception.IsTransient));
}

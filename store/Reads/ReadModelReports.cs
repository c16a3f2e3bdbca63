using Npgsql;

namespace Ticketing.Store;

/// <summary>
/// Writes the <see cref="ReadModelLag"/> of this process to the database once a second, while there is one. A process
/// that stops reporting without removing its report counts as far behind until the report expires.
/// </summary>
internal sealed class ReadModelReports(
    NpgsqlDataSource database, ReadModelLag lag, TimeProvider time, ILogger<ReadModelReports> logger)
    : BackgroundService
{
    /// <summary>Long enough for another process to have taken over.</summary>
    public const int ForgottenAfterSeconds = 60;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly string reporter = $"{Environment.MachineName}/{Guid.NewGuid():N}";

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        if (lag.Oldest is not null)
            await TryAsync("delete from read_model_reports where reporter = $1", [], cancellationToken)
                .ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            if (lag.Oldest is not { } oldest)
                continue;
            // Read the clock first: events that arrive while the consumer is asked are not part of its answer.
            var now = time.GetUtcNow().UtcDateTime;
            await TryAsync(
                """
                with forgotten as (delete from read_model_reports where reported_at < $3 - interval '1 hour')
                insert into read_model_reports (reporter, oldest_at, reported_at) values ($1, $2, $3)
                on conflict (reporter) do update set oldest_at = $2, reported_at = $3
                """,
                [
                    new NpgsqlParameter<DateTime?> { TypedValue = oldest()?.UtcDateTime },
                    new NpgsqlParameter<DateTime> { TypedValue = now },
                ],
                stoppingToken).ConfigureAwait(false);
        }
    }

    private async Task TryAsync(string sql, NpgsqlParameter[] parameters, CancellationToken cancellation)
    {
        try
        {
            await using var command = database.CreateCommand(sql);
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = reporter });
            command.Parameters.AddRange(parameters);
            await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            StoreLog.ReportFailed(logger, exception.Message);
        }
    }
}

/// <summary>
/// For transports that take events out of the outbox before they are handled: the progress of this process' consumer
/// that feeds the read model. Other processes read it through <see cref="ReadModelReports"/>.
/// </summary>
public sealed class ReadModelLag
{
    private volatile Func<DateTimeOffset?>? oldest;

    /// <summary>
    /// Returns when the oldest event that is published and not in the model yet happened; null when there is none. Not
    /// set in a process that feeds no model from a broker.
    /// </summary>
    public Func<DateTimeOffset?>? Oldest
    {
        get => oldest;
        set => oldest = value;
    }
}

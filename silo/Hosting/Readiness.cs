using Npgsql;

namespace Ticketing.Hosting;

/// <summary>
/// Whether this process should be sent work: it is not stopping, its parts are well, its database answers.
/// </summary>
public sealed class Readiness(
    NpgsqlDataSource database, IHostApplicationLifetime lifetime, IEnumerable<IReadinessCheck> checks)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Null when the process itself can work; else why not.</summary>
    public string? Complaint => lifetime.ApplicationStopping.IsCancellationRequested
        ? "The process is stopping."
        : checks.Select(check => check.Complaint).FirstOrDefault(complaint => complaint is not null);

    public async Task<bool> DatabaseAnswersAsync(CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            await using var command = database.CreateCommand("select 1");
            await command.ExecuteScalarAsync(patience.Token);
            return true;
        }
        catch (Exception fault) when (fault is NpgsqlException or OperationCanceledException or TimeoutException)
        {
            return false;
        }
    }
}

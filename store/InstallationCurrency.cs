using Microsoft.Extensions.Options;
using Npgsql;

namespace Ticketing.Store;

/// <summary>
/// Writes the installation's currency to the database, or compares it with the one that is there. Amounts without a
/// currency are in that one, so a process with another setting would take won for cents: it does not start.
/// </summary>
internal sealed class InstallationCurrency(NpgsqlDataSource dataSource, IOptions<SalesOptions> options)
    : IHostedLifecycleService
{
    /// <summary>After the migration, and before anything serves.</summary>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var currency = options.Value.DefaultCurrency;
        // The insert or the update locks the row: of two processes, the second sees the currency of the first.
        await using var keep = dataSource.CreateCommand(
            """
            insert into installation as i (currency) values ($1)
            on conflict (only_one) do update set currency = case
                when exists (select from schedules) or exists (select from coupons)
                    or exists (select from balances) or exists (select from currency_balances)
                then i.currency else excluded.currency end
            returning currency
            """);
        keep.Parameters.AddWithValue(currency);
        var kept = (string)(await keep.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
        if (kept != currency)
        {
            throw new InvalidOperationException(
                $"{SalesOptions.Section}:DefaultCurrency is {currency}, but the prices and balances of this database "
                + $"are in {kept}. Set it to {kept}; schedules in {currency} name their currency themselves.");
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

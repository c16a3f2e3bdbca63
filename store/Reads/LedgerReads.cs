using Dapper;
using Npgsql;
using Ticketing.Balances;

namespace Ticketing.Store;

/// <summary>A fan's balances and ledger.</summary>
public sealed class LedgerReads(NpgsqlDataSource database)
{
    /// <summary>The balances in other currencies than the installation's, ordered by currency.</summary>
    public async Task<IReadOnlyList<CurrencyBalance>> BalancesAsync(Guid userId, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var rows = await connection.QueryAsync<CurrencyBalance>(new CommandDefinition(
            "select currency, balance from currency_balances where user_id = @userId order by currency",
            new { userId },
            cancellationToken: cancellation));
        return rows.AsList();
    }

    /// <summary>Newest first.</summary>
    /// <param name="userId">Whose ledger.</param>
    /// <param name="only">The balance whose changes are wanted; null for those of all currencies.</param>
    /// <param name="below">Returns only entries with a smaller number: those of the next page.</param>
    /// <param name="limit">The most entries to return.</param>
    /// <param name="cancellation">Ends the query.</param>
    public async Task<IReadOnlyList<LedgerEntry>> ListAsync(
        Guid userId, BalanceKey? only, long below, int limit, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            """
            select id, kind, currency, amount, balance_after as BalanceAfter, reservation_id as ReservationId, at
            from ledger
            where user_id = @userId and id < @below and (@all or currency is not distinct from @Currency)
                and kind <> 3 -- refusals are bookkeeping
            order by id desc
            limit @limit
            """,
            new { userId, all = only is null, only?.Currency, below, limit },
            cancellationToken: cancellation));
        return [.. rows.Select(row => new LedgerEntry(
            row.Id, (LedgerKind)row.Kind, row.Currency, row.Amount, row.BalanceAfter, row.ReservationId, row.At))];
    }

    private sealed record Row(
        long Id, short Kind, string? Currency, long Amount, long BalanceAfter, Guid? ReservationId, DateTime At);
}

/// <param name="Balance">In minor units.</param>
public sealed record CurrencyBalance(string Currency, long Balance);

/// <param name="Number">Grows with every entry of a fan.</param>
/// <param name="Currency">A code of ISO 4217; null is the installation's.</param>
/// <param name="Amount">In minor units, with its sign: a debit is negative.</param>
/// <param name="BalanceAfter">In minor units.</param>
public sealed record LedgerEntry(
    long Number,
    LedgerKind Kind,
    string? Currency,
    long Amount,
    long BalanceAfter,
    Guid? ReservationId,
    DateTimeOffset At);

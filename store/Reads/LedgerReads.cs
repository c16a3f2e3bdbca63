using Dapper;
using Npgsql;
using Ticketing.Balances;

namespace Ticketing.Store;

/// <summary>A fan's ledger, newest first.</summary>
public sealed class LedgerReads(NpgsqlDataSource database)
{
    /// <param name="userId">Whose ledger.</param>
    /// <param name="below">Returns only entries with a smaller number: those of the next page.</param>
    /// <param name="limit">The most entries to return.</param>
    /// <param name="cancellation">Ends the query.</param>
    public async Task<IReadOnlyList<LedgerEntry>> ListAsync(
        Guid userId, long below, int limit, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            """
            select id, kind, amount, balance_after as BalanceAfter, reservation_id as ReservationId, at
            from ledger
            where user_id = @userId and id < @below and kind <> 3 -- refusals are bookkeeping
            order by id desc
            limit @limit
            """,
            new { userId, below, limit },
            cancellationToken: cancellation));
        return [.. rows.Select(row => new LedgerEntry(
            row.Id, (LedgerKind)row.Kind, row.Amount, row.BalanceAfter, row.ReservationId, row.At))];
    }

    private sealed record Row(long Id, short Kind, long Amount, long BalanceAfter, Guid? ReservationId, DateTime At);
}

/// <param name="Number">Grows with every entry of a fan.</param>
/// <param name="Amount">In points, with its sign: a debit is negative.</param>
/// <param name="BalanceAfter">In points.</param>
public sealed record LedgerEntry(
    long Number,
    LedgerKind Kind,
    long Amount,
    long BalanceAfter,
    Guid? ReservationId,
    DateTimeOffset At);

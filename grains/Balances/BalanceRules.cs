using Ticketing.Storage;

namespace Ticketing.Balances;

/// <summary>Decisions about one user's points. Pure.</summary>
public static class BalanceRules
{
    public static BalanceRow Empty(Guid userId) => new(userId, Balance: 0, Version: 0);

    /// <summary>The rows to write, or the refusal.</summary>
    public static (BalanceRow Next, LedgerRow? Entry, BalanceResult Result) Decide(
        BalanceRow row, LedgerKind kind, BalanceChange change, DateTimeOffset now)
    {
        if (change.Amount < 0)
            throw new InvalidOperationException($"{kind} {change.OperationId} of {row.UserId} is negative.");

        var signed = kind == LedgerKind.Debit ? -change.Amount : change.Amount;
        var balance = checked(row.Balance + signed);
        if (balance < 0) return (row, null, BalanceResult.Insufficient);
        if (kind == LedgerKind.Charge && balance > Limits.MaxBalance) return (row, null, BalanceResult.AboveLimit);

        return (
            row with { Balance = balance, Version = row.Version + 1 },
            new LedgerRow(row.UserId, change.OperationId, kind, signed, balance, change.ReservationId, now),
            BalanceResult.Applied);
    }

    /// <summary>The answer to an operation whose id was applied before.</summary>
    public static BalanceOutcome Repeat(LedgerRow entry, LedgerKind kind, BalanceChange change) =>
        entry.Kind == kind && Math.Abs(entry.Amount) == change.Amount
            ? new BalanceOutcome(BalanceResult.Applied, entry.BalanceAfter)
            : new BalanceOutcome(BalanceResult.OperationReused, entry.BalanceAfter);
}

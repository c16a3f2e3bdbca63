using System.Collections.Immutable;
using Ticketing.Storage;

namespace Ticketing.Balances;

/// <summary>Decisions about one user's points. Pure.</summary>
public static class BalanceRules
{
    public static BalanceRow Empty(Guid userId) => new(userId, Balance: 0, Version: 0);

    /// <summary>The rows to write; a debit that is refused is written too. No entry: nothing to write.</summary>
    public static (BalanceRow Next, LedgerRow? Entry, BalanceResult Result) Decide(
        BalanceRow row, LedgerKind kind, BalanceChange change, DateTimeOffset now)
    {
        if (change.Amount < 0)
            throw new InvalidOperationException($"{kind} {change.OperationId} of {row.UserId} is negative.");

        var signed = kind == LedgerKind.Debit ? -change.Amount : change.Amount;
        var balance = checked(row.Balance + signed);
        if (kind == LedgerKind.Charge && balance > Limits.MaxBalance) return (row, null, BalanceResult.AboveLimit);
        if (balance < 0) return Write(row, LedgerKind.Refused, 0, change, now, BalanceResult.Insufficient);
        return Write(row, kind, signed, change, now, BalanceResult.Applied);
    }

    /// <summary>
    /// The rows that give back what an order took. What it has not taken it can never take: its debit counts as
    /// refused then.
    /// </summary>
    /// <param name="debit">What was written when it was to pay; null when it never came to that.</param>
    /// <param name="paidBefore">Points that were debited before there were orders: not by the order.</param>
    public static (BalanceRow Next, ImmutableArray<LedgerRow> Entries) PayBack(
        BalanceRow row, LedgerRow? debit, long paidBefore, Guid orderId, Guid reservationId, DateTimeOffset now)
    {
        var taken = debit is null ? paidBefore : -debit.Amount;
        var back = new BalanceChange(OrderOperations.Refund(orderId), taken, reservationId);
        var (next, entry, _) = Write(row, LedgerKind.Refund, back.Amount, back, now, BalanceResult.Applied);
        if (debit is not null || paidBefore > 0) return (next, [entry!]);

        var never = new BalanceChange(OrderOperations.Debit(orderId), 0, reservationId);
        var (_, refused, _) = Write(row, LedgerKind.Refused, 0, never, now, BalanceResult.Insufficient);
        return (next, [refused!, entry!]);
    }

    /// <summary>The answer to an operation whose id was applied before.</summary>
    public static BalanceOutcome Repeat(LedgerRow entry, LedgerKind kind, BalanceChange change)
    {
        var result =
            entry.Kind == LedgerKind.Refused && kind == LedgerKind.Debit ? BalanceResult.Insufficient
            : entry.Kind == kind && Math.Abs(entry.Amount) == change.Amount ? BalanceResult.Applied
            : BalanceResult.OperationReused;
        return new BalanceOutcome(result, entry.BalanceAfter);
    }

    private static (BalanceRow Next, LedgerRow? Entry, BalanceResult Result) Write(
        BalanceRow row, LedgerKind kind, long amount, BalanceChange change, DateTimeOffset now, BalanceResult result)
    {
        var balance = row.Balance + amount;
        return (
            row with { Balance = balance, Version = row.Version + 1 },
            new LedgerRow(row.UserId, change.OperationId, kind, amount, balance, change.ReservationId, now),
            result);
    }
}

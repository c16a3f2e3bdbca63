using System.Collections.Immutable;
using Ticketing.Events;
using Ticketing.Storage;

namespace Ticketing.Balances;

/// <summary>Decisions about one user's money in one currency. Pure.</summary>
public static class BalanceRules
{
    public static BalanceRow Empty(BalanceKey key) => new(key.UserId, Balance: 0, Version: 0, key.Currency);

    /// <summary>
    /// The rows to write; a refused debit is written, too. A null entry means that there is nothing to write.
    /// </summary>
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
    /// The rows that refund an order. An order without a debit can never be debited later: its debit is recorded as
    /// refused.
    /// </summary>
    /// <param name="debit">The ledger entry of the order's debit; null when there is none.</param>
    /// <param name="paidBefore">
    /// The amount that was debited under another operation id by a release before orders existed; 0 otherwise.
    /// </param>
    public static (BalanceRow Next, ImmutableArray<LedgerRow> Entries) PayBack(
        BalanceRow row, LedgerRow? debit, long paidBefore, Guid orderId, Guid reservationId, DateTimeOffset now)
    {
        if (debit is not null && debit.Currency != row.Currency)
            throw new InvalidOperationException($"Order {orderId} was debited in another currency than {row.Key}.");
        var taken = debit is null ? paidBefore : -debit.Amount;
        var back = new BalanceChange(OrderOperations.Refund(orderId), taken, reservationId);
        var (next, entry, _) = Write(row, LedgerKind.Refund, back.Amount, back, now, BalanceResult.Applied);
        if (debit is not null || paidBefore > 0) return (next, [entry!]);

        var never = new BalanceChange(OrderOperations.Debit(orderId), 0, reservationId);
        var (_, refused, _) = Write(row, LedgerKind.Refused, 0, never, now, BalanceResult.Insufficient);
        return (next, [refused!, entry!]);
    }

    /// <summary>The outcome of an operation whose id is already in the ledger, perhaps in another currency.</summary>
    public static BalanceOutcome Repeat(BalanceKey key, LedgerRow entry, LedgerKind kind, BalanceChange change)
    {
        var result =
            entry.Currency != key.Currency ? BalanceResult.OperationReused
            : entry.Kind == LedgerKind.Refused && kind == LedgerKind.Debit ? BalanceResult.Insufficient
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
            new LedgerRow(
                row.UserId, change.OperationId, kind, amount, balance, change.ReservationId, now, row.Currency),
            result);
    }
}

/// <summary>
/// Operation ids of an order's balance changes. Every refund of an order uses the same id, so that it takes effect
/// once.
/// </summary>
public static class OrderOperations
{
    public static string Debit(Guid orderId) => $"order:{orderId:D}:debit";

    /// <summary>
    /// The amount that was debited under another operation id by a release before orders existed. The order of such a
    /// sale has the reservation's id.
    /// </summary>
    public static long PaidBefore(OrderEvent order) =>
        order.OrderId == order.ReservationId ? order.Amount - order.Discount : 0;

    public static string Refund(Guid orderId) => $"order:{orderId:D}:refund";

    /// <summary>The order of an operation id; null for one that was not made here.</summary>
    public static Guid? OrderOf(string operationId) =>
        operationId.Split(':') is ["order", var order, _] && Guid.TryParseExact(order, "D", out var id) ? id : null;
}

using Ticketing.Balances;

namespace Ticketing.Reads;

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

using Ticketing.Balances;

namespace Ticketing.Storage;

/// <param name="Balance">Points, never below 0.</param>
public sealed record BalanceRow(Guid UserId, long Balance, long Version) : IVersionedRow;

/// <summary>One change of a balance, unique by user and operation id; written once.</summary>
/// <param name="Amount">Points with sign: a debit is negative.</param>
/// <param name="BalanceAfter">Points after the change.</param>
public sealed record LedgerRow(
    Guid UserId,
    string OperationId,
    LedgerKind Kind,
    long Amount,
    long BalanceAfter,
    Guid? ReservationId,
    DateTimeOffset At);

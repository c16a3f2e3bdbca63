using Ticketing.Balances;

namespace Ticketing.Storage;

/// <summary>One change of a balance. Unique by user and operation; written once.</summary>
/// <param name="Amount">In points, with its sign: a debit is negative.</param>
/// <param name="BalanceAfter">In points.</param>
public sealed record LedgerRow(
    Guid UserId,
    string OperationId,
    LedgerKind Kind,
    long Amount,
    long BalanceAfter,
    Guid? ReservationId,
    DateTimeOffset At);

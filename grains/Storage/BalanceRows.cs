using Ticketing.Balances;

namespace Ticketing.Storage;

/// <param name="Balance">Minor units, never below 0.</param>
/// <param name="Currency">A code of ISO 4217; null is the installation's.</param>
public sealed record BalanceRow(Guid UserId, long Balance, long Version, string? Currency = null) : IVersionedRow
{
    public BalanceKey Key => new(UserId, Currency);
}

/// <summary>One change of a balance, unique by user and operation id; written once.</summary>
/// <param name="Amount">Minor units with sign: a debit is negative.</param>
/// <param name="BalanceAfter">The balance in this currency after the change.</param>
/// <param name="Currency">As in <see cref="BalanceRow"/>.</param>
public sealed record LedgerRow(
    Guid UserId,
    string OperationId,
    LedgerKind Kind,
    long Amount,
    long BalanceAfter,
    Guid? ReservationId,
    DateTimeOffset At,
    string? Currency = null);

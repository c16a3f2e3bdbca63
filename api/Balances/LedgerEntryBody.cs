using Ticketing.Balances;
using Ticketing.Reads;

namespace Ticketing.Api;

/// <summary>One change of a balance.</summary>
/// <param name="Amount">Points, with its sign: a debit is negative.</param>
/// <param name="BalanceAfter">Points.</param>
/// <param name="ReservationId">What it was for, if it was for a reservation.</param>
public sealed record LedgerEntryBody(
    LedgerKind Kind, long Amount, long BalanceAfter, Guid? ReservationId, DateTimeOffset At)
{
    internal static LedgerEntryBody Of(LedgerEntry entry) =>
        new(entry.Kind, entry.Amount, entry.BalanceAfter, entry.ReservationId, entry.At);
}

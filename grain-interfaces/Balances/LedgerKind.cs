namespace Ticketing.Balances;

/// <summary>Why a balance changed. The numbers are stored and must not change.</summary>
public enum LedgerKind
{
    Charge = 0,
    Debit = 1,
    Refund = 2,
}

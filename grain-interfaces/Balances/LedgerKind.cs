namespace Ticketing.Balances;

/// <summary>Why a balance changed. The numbers are stored and must not change.</summary>
public enum LedgerKind
{
    Charge = 0,
    Debit = 1,
    Refund = 2,

    /// <summary>
    /// A debit that was refused, with an amount of 0: the same operation can never be applied later, however late an
    /// earlier try of it arrives.
    /// </summary>
    Refused = 3,
}

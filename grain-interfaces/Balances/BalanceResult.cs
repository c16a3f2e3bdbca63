namespace Ticketing.Balances;

public enum BalanceResult
{
    /// <summary>Applied, now or by an earlier request with the same operation id.</summary>
    Applied,

    /// <summary>Refused for good: the operation id is used up, the next try needs another.</summary>
    Insufficient,

    /// <summary>The balance would exceed <c>Limits.MaxBalance</c>.</summary>
    AboveLimit,

    /// <summary>The operation id was used before for another change.</summary>
    OperationReused,
}

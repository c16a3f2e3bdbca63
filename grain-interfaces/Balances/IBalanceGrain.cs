namespace Ticketing.Balances;

/// <summary>The points of one user; key: the user's id. Every change has an operation id and is applied once.</summary>
[Alias("Ticketing.IBalanceGrain")]
public interface IBalanceGrain : IGrainWithStringKey
{
    /// <summary>Points, never below 0.</summary>
    [Alias("Get")]
    Task<long> Get();

    /// <summary>Adds points that the user bought.</summary>
    [Alias("Charge")]
    Task<BalanceOutcome> Charge(BalanceChange change);

    /// <summary>Takes points for a reservation.</summary>
    [Alias("Debit")]
    Task<BalanceOutcome> Debit(BalanceChange change);

    /// <summary>Gives points back that a debit took.</summary>
    [Alias("Refund")]
    Task<BalanceOutcome> Refund(BalanceChange change);
}

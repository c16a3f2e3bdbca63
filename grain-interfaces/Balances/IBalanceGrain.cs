using System.Collections.Immutable;
using Ticketing.Events;

namespace Ticketing.Balances;

/// <summary>The points of one user; key: the user's id. Every change has an operation id and is applied once.</summary>
[Alias("Ticketing.IBalanceGrain"), Version(1)]
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

    /// <summary>
    /// Debits what an order costs, and gives back what was debited for one that is undone. An order that is undone
    /// first is never debited, however late that is asked.
    /// </summary>
    [Alias("Hear")]
    Task Hear(ImmutableArray<Delivered<OrderEvent>> events);

    /// <summary>Gives back what was debited for an order whose tickets could not be issued.</summary>
    [Alias("HearTickets")]
    Task HearTickets(ImmutableArray<Delivered<TicketEvent>> events);
}

using System.Collections.Immutable;
using Ticketing.Events;

namespace Ticketing.Balances;

/// <summary>
/// The money of one user in one currency; key: <see cref="GrainKeys.Balance"/>. Every change has an operation id,
/// unique for the user over all currencies, and is applied once. Amounts are minor units.
/// </summary>
[Alias("Ticketing.IBalanceGrain"), Version(2)]
public interface IBalanceGrain : IGrainWithStringKey
{
    /// <summary>The balance in minor units, never below 0.</summary>
    [Alias("Get")]
    Task<long> Get();

    /// <summary>Adds money that the user paid in.</summary>
    [Alias("Charge")]
    Task<BalanceOutcome> Charge(BalanceChange change);

    /// <summary>Takes money for a reservation; refused when the balance does not suffice.</summary>
    [Alias("Debit")]
    Task<BalanceOutcome> Debit(BalanceChange change);

    /// <summary>Returns money that a debit took.</summary>
    [Alias("Refund")]
    Task<BalanceOutcome> Refund(BalanceChange change);

    /// <summary>
    /// Debits the price of an order, and refunds the debit of an order that is undone. An order that is undone before
    /// its debit is never debited, however late the request for the debit arrives.
    /// </summary>
    [Alias("Hear")]
    Task HandleOrders(ImmutableArray<Delivered<OrderEvent>> events);

    /// <summary>Refunds the debit of an order whose tickets could not be issued.</summary>
    [Alias("HearTickets")]
    Task HandleTickets(ImmutableArray<Delivered<TicketEvent>> events);
}

/// <param name="Currency">A code of ISO 4217; null is the installation's.</param>
[GenerateSerializer, Immutable, Alias("BalanceKey")]
public readonly record struct BalanceKey(
    [property: Id(0)] Guid UserId, [property: Id(1)] string? Currency = null);

/// <param name="OperationId">
/// Identifies the change, unique for the user: a change with a known id is not applied again.
/// </param>
/// <param name="Amount">Minor units, not negative; 0 for free seats.</param>
/// <param name="ReservationId">The reservation that the change is for; null when it is for none.</param>
[GenerateSerializer, Immutable, Alias("BalanceChange")]
public sealed record BalanceChange(
    [property: Id(0)] string OperationId,
    [property: Id(1)] long Amount,
    [property: Id(2)] Guid? ReservationId = null);

/// <param name="Balance">The balance after the change; for a repetition, after the original change.</param>
[GenerateSerializer, Immutable, Alias("BalanceOutcome")]
public sealed record BalanceOutcome([property: Id(0)] BalanceResult Result, [property: Id(1)] long Balance);

public enum BalanceResult
{
    /// <summary>Applied, now or by an earlier request with the same operation id.</summary>
    Applied,

    /// <summary>Refused for good: the operation id is used up, so a retry needs another one.</summary>
    Insufficient,

    /// <summary>The balance would exceed <c>Limits.MaxBalance</c>.</summary>
    AboveLimit,

    /// <summary>The operation id was already used for a different change, or in another currency.</summary>
    OperationReused,
}

/// <summary>Why a balance changed. The numbers are stored and must not change.</summary>
public enum LedgerKind
{
    Charge = 0,
    Debit = 1,
    Refund = 2,

    /// <summary>
    /// A refused debit, with an amount of 0. It ensures that the same operation is never applied later, however late an
    /// earlier attempt arrives.
    /// </summary>
    Refused = 3,
}

using System.Collections.Immutable;
using Orleans.Concurrency;
using Ticketing.Events;

namespace Ticketing.Orders;

/// <summary>
/// One attempt to pay for a reservation, from the first event to its end; key: the order's id. Collects what has
/// succeeded, says what comes next, and writes down everything that happens.
/// </summary>
[Alias("Ticketing.IOrderGrain"), Version(1)]
public interface IOrderGrain : IGrainWithStringKey
{
    [Alias("Hear")]
    Task Hear(ImmutableArray<Delivered<OrderEvent>> events);

    [Alias("HearReservation")]
    Task HearReservation(ImmutableArray<Delivered<ReservationEvent>> events);

    [Alias("HearTickets")]
    Task HearTickets(ImmutableArray<Delivered<TicketEvent>> events);

    [Alias("HearStock")]
    Task HearStock(ImmutableArray<Delivered<StockEvent>> events);

    /// <summary>Null when nothing was heard of it yet.</summary>
    [AlwaysInterleave, Alias("Get")]
    Task<OrderView?> Get();

    /// <summary>The order once it has ended, or as it is after <c>Limits.OrderWaitMilliseconds</c>.</summary>
    [AlwaysInterleave, Alias("WaitForEnd")]
    Task<OrderView?> WaitForEnd();

    /// <summary>
    /// Says again what should be happening now, the more seldom the longer it has not helped. The sweeper calls it when
    /// nothing has happened for long; harmless at any time.
    /// </summary>
    [Alias("Drive")]
    Task Drive();

    /// <summary>
    /// An operator has it said again at once. False when it is at an end already, or was never heard of.
    /// </summary>
    [Alias("Retry")]
    Task<bool> Retry();

    /// <summary>
    /// An operator gives up on it: what was taken is given back. False when it is at an end already, or was never
    /// heard of.
    /// </summary>
    [Alias("Undo")]
    Task<bool> Undo();
}

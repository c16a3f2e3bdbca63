using System.Collections.Immutable;
using Orleans.Concurrency;
using Ticketing.Events;

namespace Ticketing.Stock;

/// <summary>
/// The stock of one category of a schedule; key: <see cref="GrainKeys.Stock"/>. Allocated plus sold never exceed the
/// capacity (invariant I6).
/// </summary>
[Alias("Ticketing.IStockGrain"), Version(1)]
public interface IStockGrain : IGrainWithStringKey
{
    /// <summary>
    /// Allocates stock for a reservation of general admission; false when there is not enough. Safe to repeat.
    /// </summary>
    /// <param name="orderId">
    /// Set when the payment came after the reservation expired: its old allocation is gone, so the order allocates
    /// again.
    /// </param>
    [Alias("Allocate")]
    Task<bool> Allocate(Guid reservationId, int quantity, Guid? orderId = null);

    /// <summary>Releases the allocation of a reservation that was not made. Safe to repeat.</summary>
    [OneWay, Alias("GiveBack")]
    Task GiveBack(Guid reservationId);

    /// <summary>
    /// Releases an old allocation whose reservation was never made or has ended: a process that crashes before it
    /// releases the allocation would leave it behind forever. Safe to repeat, at any time.
    /// </summary>
    [Alias("GiveBackUnclaimed")]
    Task GiveBackUnclaimed(Guid reservationId);

    /// <summary>Takes the stock that orders need, and gives it back when they fail.</summary>
    [Alias("Hear")]
    Task HandleOrders(ImmutableArray<Delivered<OrderEvent>> events);

    /// <summary>Gives back the stock of expired and cancelled reservations.</summary>
    [Alias("HearReservation")]
    Task HandleReservations(ImmutableArray<Delivered<ReservationEvent>> events);

    /// <summary>
    /// Turns allocated stock into sold when tickets are issued, and gives it back when issuing fails.
    /// </summary>
    [Alias("HearTickets")]
    Task HandleTickets(ImmutableArray<Delivered<TicketEvent>> events);
}

/// <summary>Identifies one category of a schedule.</summary>
[GenerateSerializer, Immutable, Alias("StockKey")]
public readonly record struct StockKey([property: Id(0)] Guid ScheduleId, [property: Id(1)] string Category);

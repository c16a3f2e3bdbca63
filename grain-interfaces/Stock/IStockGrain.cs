using System.Collections.Immutable;
using Orleans.Concurrency;
using Ticketing.Events;

namespace Ticketing.Stock;

/// <summary>
/// What there is to sell of one category of a schedule; key: <see cref="GrainKeys.Stock"/>. Allocated and sold together
/// never exceed the capacity (invariant I6).
/// </summary>
[Alias("Ticketing.IStockGrain"), Version(1)]
public interface IStockGrain : IGrainWithStringKey
{
    /// <summary>Allocates for a reservation of general admission. Safe to repeat.</summary>
    /// <param name="orderId">
    /// Set when the reservation had expired and was paid all the same: what it had is gone, the order takes anew.
    /// </param>
    [Alias("Allocate")]
    Task<bool> Allocate(Guid reservationId, int quantity, Guid? orderId = null);

    /// <summary>Gives back what was allocated for a reservation that was not made. Safe to repeat.</summary>
    [OneWay, Alias("GiveBack")]
    Task GiveBack(Guid reservationId);

    /// <summary>
    /// Gives back what was allocated long ago for a reservation that has not come to be, or has ended: nobody was left
    /// to say so.
    /// Safe to repeat, and whenever it comes.
    /// </summary>
    [Alias("GiveBackUnclaimed")]
    Task GiveBackUnclaimed(Guid reservationId);

    /// <summary>Takes and gives back what orders need.</summary>
    [Alias("Hear")]
    Task Hear(ImmutableArray<Delivered<OrderEvent>> events);

    /// <summary>Gives back what expired and cancelled reservations had.</summary>
    [Alias("HearReservation")]
    Task HearReservation(ImmutableArray<Delivered<ReservationEvent>> events);

    /// <summary>Allocated becomes sold when tickets are issued; all is given back when they fail.</summary>
    [Alias("HearTickets")]
    Task HearTickets(ImmutableArray<Delivered<TicketEvent>> events);
}

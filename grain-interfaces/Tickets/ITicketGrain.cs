using System.Collections.Immutable;
using Ticketing.Events;

namespace Ticketing.Tickets;

/// <summary>The tickets of one reservation: one a seat; key: the reservation's id.</summary>
[Alias("Ticketing.ITicketGrain"), Version(1)]
public interface ITicketGrain : IGrainWithStringKey
{
    /// <summary>Issues them when the order is processed.</summary>
    [Alias("Hear")]
    Task Hear(ImmutableArray<Delivered<OrderEvent>> events);

    /// <summary>Cancels them when the stock could not be decreased.</summary>
    [Alias("HearStock")]
    Task HearStock(ImmutableArray<Delivered<StockEvent>> events);

    /// <summary>Cancels them with their reservation.</summary>
    [Alias("HearReservation")]
    Task HearReservation(ImmutableArray<Delivered<ReservationEvent>> events);

    /// <summary>Empty when none were issued.</summary>
    [Alias("Get")]
    Task<ImmutableArray<TicketView>> Get();

    /// <summary>Admits the bearer once.</summary>
    /// <param name="gate">Where; up to <c>Limits.MaxNameLength</c> characters.</param>
    [Alias("CheckIn")]
    Task<CheckInOutcome> CheckIn(Guid ticketId, string gate);
}

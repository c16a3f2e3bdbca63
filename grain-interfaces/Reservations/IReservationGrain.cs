using System.Collections.Immutable;
using Ticketing.Events;

namespace Ticketing.Reservations;

/// <summary>
/// The life of one reservation; key: its id. Reserving, paying, cancelling and expiring are turns of this grain, so
/// exactly one of them wins. Every command is safe to repeat.
/// </summary>
[Alias("Ticketing.IReservationGrain"), Version(1)]
public interface IReservationGrain : IGrainWithStringKey
{
    /// <summary>Holds all the seats asked for, or none.</summary>
    [Alias("Reserve")]
    Task<ReserveOutcome> Reserve(ReserveSeats command);

    /// <summary>The reservation as it stands, or null when there is none of this id that belongs to the user.</summary>
    [Alias("Get")]
    Task<ReservationView?> Get(Guid userId);

    /// <summary>
    /// Begins to pay from the owner's balance, and answers before that has ended; a second call while it is under way
    /// answers the same order.
    /// </summary>
    [Alias("Pay")]
    Task<PayOutcome> Pay(PayReservation command);

    /// <summary>Frees the seats; what was paid goes back to the balance. Refused while it is being paid.</summary>
    [Alias("Cancel")]
    Task<CancelOutcome> Cancel(CancelReservation command);

    /// <summary>Keeps the seats that are offered for a payment that came too late, or lets them go.</summary>
    [Alias("AnswerOffer")]
    Task<OfferOutcome> AnswerOffer(AnswerOffer command);

    /// <summary>
    /// Brings on whatever is due: ends a hold or an offer that ran out, asks again for an answer that does not come.
    /// The sweeper calls this; calling it at any time is harmless.
    /// </summary>
    [Alias("Drive")]
    Task Drive();

    /// <summary>What became of an order for it; what is said of an order that is not its own changes nothing.</summary>
    [Alias("Hear")]
    Task Hear(ImmutableArray<Delivered<OrderEvent>> events);

    /// <summary>Cancels it when its tickets could not be issued.</summary>
    [Alias("HearTickets")]
    Task HearTickets(ImmutableArray<Delivered<TicketEvent>> events);
}

using System.Collections.Immutable;
using Ticketing.Events;

namespace Ticketing.Reservations;

/// <summary>
/// The lifecycle of one reservation; key: its id. Reserving, paying, cancelling and expiring are calls to this grain,
/// which run one at a time, so exactly one of them wins. Every command is safe to repeat.
/// </summary>
[Alias("Ticketing.IReservationGrain"), Version(3)]
public interface IReservationGrain : IGrainWithStringKey
{
    /// <summary>Holds all the requested seats, or none.</summary>
    [Alias("Reserve")]
    Task<ReserveOutcome> Reserve(ReserveSeats command);

    /// <summary>The reservation, or null when this user has none with this id.</summary>
    [Alias("Get")]
    Task<ReservationView?> Get(Guid userId);

    /// <summary>
    /// Starts a payment from the owner's balance and returns before it has ended; a repeated call while the payment is
    /// in flight returns the same order.
    /// </summary>
    [Alias("Pay")]
    Task<PayOutcome> Pay(PayReservation command);

    /// <summary>
    /// Gives the owner of an unpaid hold more time to pay, as often as the schedule allowed when the hold was made. A
    /// payment never does.
    /// </summary>
    [Alias("Renew")]
    Task<RenewOutcome> Renew(RenewReservation command);

    /// <summary>Releases the seats and refunds a payment. Refused while a payment is in flight.</summary>
    [Alias("Cancel")]
    Task<CancelOutcome> Cancel(CancelReservation command);

    /// <summary>
    /// Ends a paid reservation whose order an operator undoes, unless a ticket was used; the order then refunds it.
    /// Safe to repeat.
    /// </summary>
    [Alias("Withdraw")]
    Task<WithdrawResult> Withdraw(Guid orderId);

    /// <summary>Accepts or declines the seats offered for a late payment.</summary>
    [Alias("AnswerOffer")]
    Task<OfferOutcome> AnswerOffer(AnswerOffer command);

    /// <summary>
    /// Handles everything that is due: ends a hold or an offer that has expired, and asks again for a missing answer to
    /// a payment. Called by the sweeper; safe to call at any time.
    /// </summary>
    [Alias("Drive")]
    Task Drive();

    /// <summary>Applies the outcome of this reservation's order; an event of another order changes nothing.</summary>
    [Alias("Hear")]
    Task HandleOrders(ImmutableArray<Delivered<OrderEvent>> events);

    /// <summary>Cancels the reservation when its tickets could not be issued.</summary>
    [Alias("HearTickets")]
    Task HandleTickets(ImmutableArray<Delivered<TicketEvent>> events);
}

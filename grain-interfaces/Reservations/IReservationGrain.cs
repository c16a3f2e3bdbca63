namespace Ticketing.Reservations;

/// <summary>
/// The life of one reservation; key: its id. Reserving, paying, cancelling and expiring are turns of this grain, so
/// exactly one of them wins. Every command is safe to repeat.
/// </summary>
[Alias("Ticketing.IReservationGrain")]
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
    /// Brings on whatever is due: expires a hold that ran out, finishes a payment or a refund that was cut off.
    /// The sweeper calls this; calling it at any time is harmless.
    /// </summary>
    [Alias("Drive")]
    Task Drive();
}

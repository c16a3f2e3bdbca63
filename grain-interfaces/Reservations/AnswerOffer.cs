namespace Ticketing.Reservations;

/// <summary>The fan's answer to the seats offered for a payment that came too late for the original ones.</summary>
/// <param name="Accept">True keeps the offered seats; false refunds the payment.</param>
[GenerateSerializer, Immutable, Alias("AnswerOffer")]
public sealed record AnswerOffer([property: Id(0)] Guid UserId, [property: Id(1)] bool Accept);

[GenerateSerializer, Immutable, Alias("OfferOutcome")]
public sealed record OfferOutcome(
    [property: Id(0)] OfferResult Result,
    [property: Id(1)] ReservationView? Reservation = null);

public enum OfferResult
{
    /// <summary>The fan owns the offered seats, now or by an earlier answer.</summary>
    Accepted,

    /// <summary>The seats are released and the payment is refunded, now or by an earlier answer.</summary>
    Declined,

    /// <summary>The offer has ended: the fan did not answer in time, or has given the other answer.</summary>
    Over,

    /// <summary>There was never an offer.</summary>
    NoOffer,
    NotFound,
}

namespace Ticketing.Reservations;

[GenerateSerializer, Immutable, Alias("OfferOutcome")]
public sealed record OfferOutcome(
    [property: Id(0)] OfferResult Result,
    [property: Id(1)] ReservationView? Reservation = null);

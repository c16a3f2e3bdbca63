namespace Ticketing.Reservations;

[GenerateSerializer, Immutable, Alias("CancelOutcome")]
public sealed record CancelOutcome(
    [property: Id(0)] CancelResult Result,
    [property: Id(1)] ReservationView? Reservation = null);

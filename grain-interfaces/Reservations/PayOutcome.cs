namespace Ticketing.Reservations;

/// <summary>The answer to a payment.</summary>
/// <param name="Balance">What the fan has, in points, when it did not suffice.</param>
[GenerateSerializer, Immutable, Alias("PayOutcome")]
public sealed record PayOutcome(
    [property: Id(0)] PayResult Result,
    [property: Id(1)] ReservationView? Reservation = null,
    [property: Id(2)] long? Balance = null);

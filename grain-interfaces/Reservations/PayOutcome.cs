namespace Ticketing.Reservations;

/// <summary>The answer to a payment.</summary>
/// <param name="Balance">What the fan has, in points, when it did not suffice.</param>
/// <param name="OrderId">The attempt to pay that is under way, or that paid; null when there is none.</param>
[GenerateSerializer, Immutable, Alias("PayOutcome")]
public sealed record PayOutcome(
    [property: Id(0)] PayResult Result,
    [property: Id(1)] ReservationView? Reservation = null,
    [property: Id(2)] long? Balance = null,
    [property: Id(3)] Guid? OrderId = null);

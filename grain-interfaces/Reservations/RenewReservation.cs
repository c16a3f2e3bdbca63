namespace Ticketing.Reservations;

/// <summary>A request for more time to pay a reservation of <paramref name="UserId"/>.</summary>
/// <param name="Name">
/// Names the renewal within its reservation: a repeated request has the same name and renews once. At most
/// <c>Limits.MaxNameLength</c> characters.
/// </param>
[GenerateSerializer, Immutable, Alias("RenewReservation")]
public sealed record RenewReservation([property: Id(0)] Guid UserId, [property: Id(1)] string Name);

/// <summary>The answer to a renewal.</summary>
/// <param name="Reservation">As it is now; null when the fan has no such reservation.</param>
[GenerateSerializer, Immutable, Alias("RenewOutcome")]
public sealed record RenewOutcome(
    [property: Id(0)] RenewResult Result,
    [property: Id(1)] ReservationView? Reservation = null);

public enum RenewResult
{
    /// <summary>The deadline was moved by this renewal, now or by an earlier request of the same name.</summary>
    Renewed,

    /// <summary>The hold has had all its renewals, or there is no unpaid hold: it is paid, or an offer.</summary>
    NoneLeft,

    /// <summary>The payment covers the hold while it is in flight: ask again if it is refused.</summary>
    PaymentInFlight,
    Expired,
    Cancelled,
    NotFound,
}

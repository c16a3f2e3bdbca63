namespace Ticketing.Reservations;

/// <summary>
/// A request to pay the full price from the balance of <paramref name="UserId"/>, who must own the reservation.
/// </summary>
/// <param name="CouponCode">Null without a coupon. Ignored when another attempt is in flight.</param>
/// <param name="Attempt">
/// The name of the attempt: a repeated request has the same name and gets the same order, a retry has another one.
/// Null: a request after a failed attempt is a retry. ASCII, at most <c>Limits.MaxNameLength</c> characters.
/// </param>
[GenerateSerializer, Immutable, Alias("PayReservation")]
public sealed record PayReservation(
    [property: Id(0)] Guid UserId,
    [property: Id(1)] string? CouponCode = null,
    [property: Id(2)] string? Attempt = null);

/// <summary>The answer to a payment.</summary>
/// <param name="Balance">The fan's balance in the currency of the reservation, set when it did not suffice.</param>
/// <param name="OrderId">The order in flight, or the one that paid; null when there is none.</param>
[GenerateSerializer, Immutable, Alias("PayOutcome")]
public sealed record PayOutcome(
    [property: Id(0)] PayResult Result,
    [property: Id(1)] ReservationView? Reservation = null,
    [property: Id(2)] long? Balance = null,
    [property: Id(3)] Guid? OrderId = null);

public enum PayResult
{
    /// <summary>Paid and confirmed, now or earlier.</summary>
    Confirmed,
    InsufficientBalance,
    Expired,
    Cancelled,
    NotFound,

    /// <summary>
    /// In progress, started now or earlier: <see cref="PayOutcome.OrderId"/> identifies the order that reports the
    /// outcome.
    /// </summary>
    Processing,

    /// <summary>The attempt of this name had another coupon.</summary>
    KeyReused,
}

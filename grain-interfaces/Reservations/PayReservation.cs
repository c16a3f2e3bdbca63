namespace Ticketing.Reservations;

/// <summary>Pay in full from the balance of <paramref name="UserId"/>, who must own the reservation.</summary>
/// <param name="CouponCode">Null without one. Of a payment that is under way already, it changes nothing.</param>
[GenerateSerializer, Immutable, Alias("PayReservation")]
public sealed record PayReservation(
    [property: Id(0)] Guid UserId,
    [property: Id(1)] string? CouponCode = null);

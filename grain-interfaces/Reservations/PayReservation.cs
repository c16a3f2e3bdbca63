namespace Ticketing.Reservations;

/// <summary>Pay in full from the balance of <paramref name="UserId"/>, who must own the reservation.</summary>
[GenerateSerializer, Immutable, Alias("PayReservation")]
public sealed record PayReservation([property: Id(0)] Guid UserId);

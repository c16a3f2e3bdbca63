namespace Ticketing.Reservations;

[GenerateSerializer, Immutable, Alias("CancelReservation")]
public sealed record CancelReservation([property: Id(0)] Guid UserId);

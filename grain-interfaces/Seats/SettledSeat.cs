namespace Ticketing.Seats;

/// <summary>A committed seat row, as far as the seat's owner needs it.</summary>
[GenerateSerializer, Immutable, Alias("SettledSeat")]
public sealed record SettledSeat(
    [property: Id(0)] SeatStatus Status,
    [property: Id(1)] Guid? ReservationId,
    [property: Id(2)] long Version);

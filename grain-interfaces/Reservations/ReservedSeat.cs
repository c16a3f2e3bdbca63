namespace Ticketing.Reservations;

/// <summary>A seat of a reservation; the price is in points, as it was when the seat was held.</summary>
[GenerateSerializer, Immutable, Alias("ReservedSeat")]
public sealed record ReservedSeat(
    [property: Id(0)] string SeatId,
    [property: Id(1)] string Category,
    [property: Id(2)] long Price);

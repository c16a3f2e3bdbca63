namespace Ticketing.Queues;

/// <param name="Limit">Seats the fan may hold and own at this schedule.</param>
[GenerateSerializer, Immutable, Alias("AllowSeats")]
public sealed record AllowSeats(
    [property: Id(0)] Guid ReservationId,
    [property: Id(1)] int Seats,
    [property: Id(2)] int Limit);

namespace Ticketing.Queues;

/// <param name="Made">Whether a reservation of this id is in the database.</param>
[GenerateSerializer, Immutable, Alias("SettledAllowance")]
public sealed record SettledAllowance(
    [property: Id(0)] Guid ReservationId,
    [property: Id(1)] int Seats,
    [property: Id(2)] bool Made);

using Ticketing.Seats;

namespace Ticketing.Events;

/// <summary>
/// The body of every <c>seat.*</c> event, version 1: a seat that an operator took off sale or put back. Key: the seat.
/// </summary>
/// <param name="Version">Of the seat's row.</param>
[GenerateSerializer, Immutable, Alias("SeatEvent")]
public sealed record SeatEvent(
    [property: Id(0)] Guid ScheduleId,
    [property: Id(1)] string SeatId,
    [property: Id(2)] SeatStatus Status,
    [property: Id(3)] long Version);

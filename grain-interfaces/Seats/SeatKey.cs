namespace Ticketing.Seats;

/// <summary>A seat of a schedule. <paramref name="SeatId"/> is the <c>seat_guid</c> of the seating plan.</summary>
[GenerateSerializer, Immutable, Alias("SeatKey")]
public readonly record struct SeatKey([property: Id(0)] Guid ScheduleId, [property: Id(1)] string SeatId);

using System.Collections.Immutable;
using Ticketing.Reservations;

namespace Ticketing.Events;

/// <summary>The body of every <c>reservation.*</c> event, version 1: the reservation as it was committed.</summary>
/// <param name="Amount">In points.</param>
[GenerateSerializer, Immutable, Alias("ReservationEvent")]
public sealed record ReservationEvent(
    [property: Id(0)] Guid ReservationId,
    [property: Id(1)] Guid ScheduleId,
    [property: Id(2)] Guid UserId,
    [property: Id(3)] ImmutableArray<ReservedSeat> Seats,
    [property: Id(4)] long Amount,
    [property: Id(5)] DateTimeOffset ExpiresAt,
    [property: Id(6)] string? Reason);

using System.Collections.Immutable;

namespace Ticketing.Reservations;

/// <summary>A reservation as its owner sees it; amounts in points.</summary>
/// <param name="ExpiresAt">Until when an unpaid reservation keeps its seats.</param>
/// <param name="Reason">Why it ended, if it was cancelled or expired.</param>
[GenerateSerializer, Immutable, Alias("ReservationView")]
public sealed record ReservationView(
    [property: Id(0)] Guid Id,
    [property: Id(1)] Guid ScheduleId,
    [property: Id(2)] ReservationStatus Status,
    [property: Id(3)] PaymentStatus Payment,
    [property: Id(4)] ImmutableArray<ReservedSeat> Seats,
    [property: Id(5)] long Amount,
    [property: Id(6)] DateTimeOffset CreatedAt,
    [property: Id(7)] DateTimeOffset ExpiresAt,
    [property: Id(8)] string? Reason);

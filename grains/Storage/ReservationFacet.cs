using System.Collections.Immutable;
using Ticketing.Reservations;

namespace Ticketing.Storage;

/// <param name="Amount">In points.</param>
/// <param name="Version">Of the reservation's row.</param>
public sealed record ReservationFacet(
    Guid ScheduleId,
    Guid UserId,
    ReservationStatus Status,
    ImmutableArray<ReservedSeat> Seats,
    long Amount,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    string? Reason,
    long Version);

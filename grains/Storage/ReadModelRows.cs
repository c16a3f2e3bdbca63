using System.Collections.Immutable;
using Ticketing.Events;
using Ticketing.PostProcessing;
using Ticketing.Reservations;

namespace Ticketing.Storage;

/// <summary>
/// A reservation in the read model: one row of facets, each of which is replaced only by a higher version. Facets that
/// are null stay as they are. Writing one never conflicts.
/// </summary>
public sealed record DetailsRow(
    Guid ReservationId,
    ReservationFacet? Reservation = null,
    PaymentFacet? Payment = null,
    TicketFacet? Tickets = null,
    StockFacet? Stock = null);

/// <param name="Amount">Minor units.</param>
/// <param name="Version">Version of the reservation's row.</param>
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

/// <param name="Version">Version of the payment's row.</param>
/// <param name="Charged">The amount that was debited; null when the event did not say it.</param>
public sealed record PaymentFacet(PaymentStatus Status, long Version, long? Charged = null);

/// <param name="Version">See <see cref="StockEvent"/>.</param>
public sealed record StockFacet(StockStatus Status, long Version);

/// <param name="Version">See <see cref="TicketEvent"/>.</param>
public sealed record TicketFacet(TicketStatus Status, long Version);

/// <summary>The counts of a schedule; see <see cref="Commit"/> for the version.</summary>
public sealed record StatisticsRow(ScheduleStatistics Counts, long Version) : IVersionedRow;

using System.Collections.Immutable;
using Ticketing.Reservations;

namespace Ticketing.Events;

/// <summary>The body of every <c>reservation.*</c> event, version 1: the reservation as it was committed.</summary>
/// <param name="Amount">In points.</param>
/// <param name="Version">Of the reservation's row; what has a lower one is older.</param>
/// <param name="PaymentVersion">Of the payment's row.</param>
/// <param name="OrderId">The payment that is under way, or was the last.</param>
/// <param name="WasSold">Whether it was Confirmed before this step.</param>
/// <param name="WasExpired">
/// Whether its hold had run out before this step, or before the offer that this step ends: it was paid too late.
/// </param>
/// <param name="SeatVersions">Of the seats' rows, in the order of <paramref name="Seats"/>.</param>
[GenerateSerializer, Immutable, Alias("ReservationEvent")]
public sealed record ReservationEvent(
    [property: Id(0)] Guid ReservationId,
    [property: Id(1)] Guid ScheduleId,
    [property: Id(2)] Guid UserId,
    [property: Id(3)] ImmutableArray<ReservedSeat> Seats,
    [property: Id(4)] long Amount,
    [property: Id(5)] DateTimeOffset ExpiresAt,
    [property: Id(6)] string? Reason,
    [property: Id(7)] ReservationStatus Status,
    [property: Id(8)] PaymentStatus Payment,
    [property: Id(9)] DateTimeOffset CreatedAt,
    [property: Id(10)] long Version,
    [property: Id(11)] long PaymentVersion,
    [property: Id(12)] ImmutableArray<long> SeatVersions,
    [property: Id(13)] Guid? OrderId = null,
    [property: Id(14)] bool WasSold = false,
    [property: Id(15)] bool WasExpired = false);

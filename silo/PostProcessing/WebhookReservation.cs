using System.Collections.Immutable;
using Ticketing.Events;
using Ticketing.Reservations;

namespace Ticketing.PostProcessing;

/// <summary>A reservation as others are told of it.</summary>
/// <param name="Amount">In points.</param>
/// <param name="Version">What has a lower one is older.</param>
internal sealed record WebhookReservation(
    Guid ReservationId,
    Guid ScheduleId,
    Guid UserId,
    ReservationStatus Status,
    PaymentStatus Payment,
    ImmutableArray<ReservedSeat> Seats,
    long Amount,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    string? Reason,
    long Version)
{
    public static WebhookReservation Of(ReservationEvent body) => new(
        body.ReservationId, body.ScheduleId, body.UserId, body.Status, body.Payment, body.Seats, body.Amount,
        body.CreatedAt, body.ExpiresAt, body.Reason, body.Version);
}

using System.Diagnostics;
using System.Text.Json;
using Ticketing.Events;
using Ticketing.Storage;

namespace Ticketing.Reservations;

/// <summary>
/// The transaction that makes a reservation what it has been decided to be, and the event that tells.
/// </summary>
public static class ReservationCommits
{
    public static Commit Write(ReservationRecord? before, ReservationRecord after)
    {
        CheckConsistent(after);
        return new Commit
        {
            Reservations = [after.Reservation],
            Payments = [after.Payment],
            Seats = SeatsChange(before, after) ? ReservationRules.SeatRows(after) : [],
            Events = [Event(Topic(before, after), after)],
        };
    }

    /// <summary>Whether the seats get another status by this step, and with it another version.</summary>
    public static bool SeatsChange(ReservationRecord? before, ReservationRecord after) =>
        before is null || before.SeatVersions[0] != after.SeatVersions[0];

    private static string Topic(ReservationRecord? before, ReservationRecord after) =>
        before?.Reservation.Status == after.Reservation.Status
            ? Topics.ReservationChanged
            : after.Reservation.Status switch
            {
                ReservationStatus.Pending when before is null => Topics.ReservationCreated,
                ReservationStatus.Confirmed => Topics.ReservationConfirmed,
                ReservationStatus.Cancelled => Topics.ReservationCancelled,
                ReservationStatus.Expired => Topics.ReservationExpired,
                _ => Topics.ReservationChanged,
            };

    private static OutboxEvent Event(string topic, ReservationRecord record)
    {
        var row = record.Reservation;
        var body = new ReservationEvent(
            row.Id, row.ScheduleId, row.UserId, row.Seats, row.Amount, row.ExpiresAt, row.Reason, row.Status,
            record.Payment.Status, row.CreatedAt, row.Version, record.Payment.Version, record.SeatVersions);
        return new OutboxEvent(
            Guid.CreateVersion7(row.UpdatedAt), topic, GrainKeys.Of(row.Id),
            JsonSerializer.Serialize(body, EventJson.Default.ReservationEvent),
            Activity.Current?.Id, row.UpdatedAt);
    }

    /// <summary>Invariant I3, before every write.</summary>
    private static void CheckConsistent(ReservationRecord record)
    {
        var agree = (record.Reservation.Status, record.Payment.Status) switch
        {
            (ReservationStatus.Pending, PaymentStatus.Pending) => true,
            (ReservationStatus.Paying, PaymentStatus.Debiting) => true,
            (ReservationStatus.Confirmed, PaymentStatus.Paid) => true,
            (ReservationStatus.Expired, PaymentStatus.Void) => true,
            (ReservationStatus.Cancelled,
                PaymentStatus.Void or PaymentStatus.Refunding or PaymentStatus.Refunded) => true,
            _ => false,
        };
        if (!agree || record.Reservation.Seats.Length != record.SeatVersions.Length)
        {
            throw new InvalidOperationException(
                $"Reservation {record.Reservation.Id} must not become {record.Reservation.Status} "
                + $"with its payment {record.Payment.Status}.");
        }
    }
}

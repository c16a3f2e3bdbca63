using System.Collections.Immutable;
using Ticketing.Events;
using Ticketing.Journal;
using Ticketing.Seats;
using Ticketing.Storage;

namespace Ticketing.Reservations;

/// <summary>The transaction that writes a decision about a reservation, with its event.</summary>
public static class ReservationCommits
{
    /// <param name="said">An event of an order that is published by the same commit.</param>
    /// <param name="seatsPerFan">The purchase limit, which a step that gives the fan more seats must keep.</param>
    public static Commit Write(
        ReservationRecord? before, ReservationRecord after, OutboxEvent? said = null, int? seatsPerFan = null)
    {
        CheckConsistent(after);
        var told = OutboxEvents.Of(Topic(before, after), Body(before, after), after.Reservation.UpdatedAt);
        return new Commit
        {
            Reservations = [after.Reservation],
            Payments = [after.Payment],
            Journal = JournalRules.Of(before, after),
            Seats = SeatsChange(before, after) ? ReservationRules.SeatRows(after) : [],
            FanLimits = seatsPerFan is { } limit ? Limited(before, after, limit) : [],
            Events = said is null ? [told] : [told, said],
        };
    }

    private static ImmutableArray<FanLimitRow> Limited(ReservationRecord? before, ReservationRecord after, int limit)
    {
        var row = after.Reservation;
        var more = ReservationRules.CountedSeats(row)
            - (before is null ? 0 : ReservationRules.CountedSeats(before.Reservation));
        return more > 0 ? [new FanLimitRow(row.ScheduleId, row.UserId, more, limit)] : [];
    }

    /// <summary>The ids of the seats that this step blocks; null when there are none.</summary>
    private static ImmutableArray<string>? Blocked(ReservationRecord? before, ReservationRecord after)
    {
        if (!SeatsChange(before, after)) return null;
        ImmutableArray<string> blocked =
        [
            .. ReservationRules.SeatRows(after).Where(seat => seat.Status == SeatStatus.Blocked)
                .Select(seat => seat.Key.SeatId),
        ];
        return blocked.IsEmpty ? null : blocked;
    }

    /// <summary>Whether this step changes the status of the seats, and with it their versions.</summary>
    public static bool SeatsChange(ReservationRecord? before, ReservationRecord after) =>
        before is null
        || ReservationRules.SeatStatusOf(before.Reservation.Status)
            != ReservationRules.SeatStatusOf(after.Reservation.Status);

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

    private static ReservationEvent Body(ReservationRecord? before, ReservationRecord record)
    {
        var row = record.Reservation;
        return new ReservationEvent(
            row.Id, row.ScheduleId, row.UserId, row.Seats, row.Amount, row.ExpiresAt, row.Reason, row.Status,
            record.Payment.Status, row.CreatedAt, row.Version, record.Payment.Version, record.SeatVersions,
            record.Payment.OrderId, before?.Reservation.Status == ReservationStatus.Confirmed,
            before is not null && WasExpired(before), record.Payment.Charged)
        {
            BlockedSeats = Blocked(before, record),
            Currency = row.Currency,
        };
    }

    /// <summary>
    /// An offer counts as expired, because seats are only offered for a payment after the hold had expired.
    /// </summary>
    private static bool WasExpired(ReservationRecord before) =>
        before.Reservation.Status == ReservationStatus.Expired || PaymentRules.IsOffer(before);

    /// <summary>Asserts invariant I3 before every write.</summary>
    private static void CheckConsistent(ReservationRecord record)
    {
        var agree = (record.Reservation.Status, record.Payment.Status) switch
        {
            (ReservationStatus.Pending, PaymentStatus.Pending) => true,
            (ReservationStatus.Paying, PaymentStatus.Debiting or PaymentStatus.Paid) => true,
            (ReservationStatus.Confirmed, PaymentStatus.Paid) => true,
            (ReservationStatus.Expired, PaymentStatus.Debiting) => true,
            (ReservationStatus.Expired,
                PaymentStatus.Void or PaymentStatus.Refunding or PaymentStatus.Refunded) => true,
            (ReservationStatus.Cancelled,
                PaymentStatus.Void or PaymentStatus.Refunding or PaymentStatus.Refunded) => true,
            _ => false,
        };
        if (!RenewalRules.IsConsistent(record))
        {
            throw new InvalidOperationException(
                $"Reservation {record.Reservation.Id} must not be held until {record.Reservation.ExpiresAt:O} after "
                + $"{record.Reservation.Renewals.Length} of {record.Reservation.RenewalsAllowed} renewals.");
        }

        if (!agree || record.Reservation.Seats.Length != record.SeatVersions.Length)
        {
            throw new InvalidOperationException(
                $"Reservation {record.Reservation.Id} must not become {record.Reservation.Status} "
                + $"with its payment {record.Payment.Status}.");
        }
    }
}

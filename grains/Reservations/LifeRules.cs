using Ticketing.Storage;

namespace Ticketing.Reservations;

/// <summary>Decisions about a reservation that exists: paying, cancelling, expiring. Pure.</summary>
public static class LifeRules
{
    public const string NotPaidInTime = "not-paid-in-time";
    public const string CancelledByFan = "cancelled-by-fan";

    private static readonly TimeSpan PaymentCover = TimeSpan.FromSeconds(Limits.PaymentCoverSeconds);
    private static readonly TimeSpan DriveTrust = TimeSpan.FromSeconds(Limits.DriveTrustSeconds);

    /// <summary>What must be brought on now, without anybody asking.</summary>
    public static DueStep Due(ReservationRecord record, DateTimeOffset now) => record.Reservation.Status switch
    {
        ReservationStatus.Pending when now >= record.Reservation.ExpiresAt => DueStep.Expire,
        ReservationStatus.Paying => DueStep.FinishPayment,
        _ when record.Payment.Status == PaymentStatus.Refunding => DueStep.FinishRefund,
        _ => DueStep.Nothing,
    };

    /// <summary>Whether memory that knows of nothing due is too old to be believed.</summary>
    public static bool MustRead(ReservationRecord record, DateTimeOffset knownAt, DateTimeOffset now) =>
        Due(record, now) == DueStep.Nothing && knownAt + DriveTrust <= now;

    /// <summary>
    /// How long the hold still lasts, or null when it cannot expire. In whole milliseconds, rounded up: timers count no
    /// others, and one that fires early finds nothing due.
    /// </summary>
    public static TimeSpan? UntilExpiry(ReservationRecord record, DateTimeOffset now)
    {
        if (record.Reservation is not { Status: ReservationStatus.Pending, ExpiresAt: var end }) return null;
        return end <= now ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Math.Ceiling((end - now).TotalMilliseconds));
    }

    public static PayStep DecidePay(ReservationRecord record, DateTimeOffset now) => record.Reservation.Status switch
    {
        ReservationStatus.Pending when now >= record.Reservation.ExpiresAt => PayStep.Expire,
        ReservationStatus.Pending => PayStep.Begin,
        ReservationStatus.Paying => PayStep.Finish,
        ReservationStatus.Confirmed => PayStep.AlreadyConfirmed,
        ReservationStatus.Cancelled => PayStep.AlreadyCancelled,
        _ => PayStep.AlreadyExpired,
    };

    /// <summary>
    /// The payment begins: from here on it cannot expire, and the hold is extended to cover it, once.
    /// </summary>
    public static ReservationRecord BeginPayment(ReservationRecord record, DateTimeOffset now)
    {
        var row = record.Reservation;
        var extend = !row.HoldExtended && row.ExpiresAt < now + PaymentCover;
        var next = Next(record, ReservationStatus.Paying, PaymentStatus.Debiting, reason: null, now);
        if (!extend) return next;
        return next with
        {
            Reservation = next.Reservation with { ExpiresAt = now + PaymentCover, HoldExtended = true },
        };
    }

    public static ReservationRecord Confirm(ReservationRecord record, DateTimeOffset now) =>
        NextWithSeats(record, ReservationStatus.Confirmed, PaymentStatus.Paid, reason: null, now);

    /// <summary>The debit was refused: back to Pending while time remains, else the hold is over.</summary>
    public static ReservationRecord FailPayment(ReservationRecord record, DateTimeOffset now) =>
        now < record.Reservation.ExpiresAt
            ? Next(record, ReservationStatus.Pending, PaymentStatus.Pending, reason: null, now)
            : Expire(record, now);

    public static ReservationRecord Expire(ReservationRecord record, DateTimeOffset now) =>
        NextWithSeats(record, ReservationStatus.Expired, PaymentStatus.Void, NotPaidInTime, now);

    /// <summary>Cancelled by its owner: nothing to give back when it was not paid.</summary>
    public static ReservationRecord Cancel(ReservationRecord record, DateTimeOffset now)
    {
        var payment = record.Payment.Status == PaymentStatus.Paid ? PaymentStatus.Refunding : PaymentStatus.Void;
        return NextWithSeats(record, ReservationStatus.Cancelled, payment, CancelledByFan, now);
    }

    public static ReservationRecord Refunded(ReservationRecord record, DateTimeOffset now) =>
        Next(record, ReservationStatus.Cancelled, PaymentStatus.Refunded, record.Reservation.Reason, now);

    private static ReservationRecord NextWithSeats(
        ReservationRecord record,
        ReservationStatus status,
        PaymentStatus payment,
        string? reason,
        DateTimeOffset now) =>
        Next(record, status, payment, reason, now) with
        {
            SeatVersions = [.. record.SeatVersions.Select(version => version + 1)],
        };

    private static ReservationRecord Next(
        ReservationRecord record,
        ReservationStatus status,
        PaymentStatus payment,
        string? reason,
        DateTimeOffset now) =>
        record with
        {
            Reservation = record.Reservation with
            {
                Status = status,
                Reason = reason,
                UpdatedAt = now,
                Version = record.Reservation.Version + 1,
            },
            Payment = record.Payment with { Status = payment, Version = record.Payment.Version + 1 },
        };
}

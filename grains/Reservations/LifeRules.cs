using Ticketing.Orders;
using Ticketing.Seats;
using Ticketing.Storage;

namespace Ticketing.Reservations;

/// <summary>
/// Decisions about an existing reservation: paying, cancelling, expiring. Pure. <see cref="PaymentRules"/> decides
/// about events of orders.
/// </summary>
public static class LifeRules
{
    public const string NotPaidInTime = "not-paid-in-time";
    public const string CancelledByFan = "cancelled-by-fan";

    private static readonly TimeSpan PaymentCover = TimeSpan.FromSeconds(Limits.PaymentCoverSeconds);
    private static readonly TimeSpan DriveTrust = TimeSpan.FromSeconds(Limits.DriveTrustSeconds);
    private static readonly TimeSpan StuckAfter = TimeSpan.FromSeconds(Limits.StuckPaymentSeconds);

    /// <summary>The step that is due now without a request.</summary>
    public static DueStep Due(ReservationRecord record, DateTimeOffset now)
    {
        var (row, payment) = (record.Reservation, record.Payment);
        var isHeld = row.Status is ReservationStatus.Pending or ReservationStatus.Paying;
        if (isHeld && now >= row.ExpiresAt && !IsDebitedWithoutOrder(payment))
            return payment.Status == PaymentStatus.Paid ? DueStep.EndOffer : DueStep.Expire;
        return payment.Status is PaymentStatus.Debiting or PaymentStatus.Refunding && row.UpdatedAt + StuckAfter <= now
            ? DueStep.AskAgain
            : DueStep.Nothing;
    }

    /// <summary>
    /// A payment started by a process of a release before orders existed, during a rolling update: no event will end
    /// it.
    /// </summary>
    public static bool IsDebitedWithoutOrder(PaymentRow payment) =>
        payment is { Status: PaymentStatus.Debiting, OrderId: null };

    public static bool IsBeingPaid(ReservationRecord record) =>
        IsBeingPaid(record.Reservation.Status, record.Payment.Status);

    public static bool IsBeingPaid(ReservationStatus status, PaymentStatus payment) =>
        (status, payment) is (ReservationStatus.Paying, PaymentStatus.Debiting);

    /// <summary>Whether memory shows nothing due, but is too old to be trusted.</summary>
    public static bool MustRead(ReservationRecord record, DateTimeOffset knownAt, DateTimeOffset now) =>
        Due(record, now) == DueStep.Nothing && IsOld(knownAt, now);

    /// <summary>Whether memory is so old that a reason to act may have been missed.</summary>
    public static bool IsOld(DateTimeOffset knownAt, DateTimeOffset now) => knownAt + DriveTrust <= now;

    /// <summary>
    /// Remaining time of the hold or the offer; null when it cannot expire. In whole milliseconds, rounded up, because
    /// timers ignore fractions, and a timer that fires early finds nothing due.
    /// </summary>
    public static TimeSpan? UntilExpiry(ReservationRecord record, DateTimeOffset now)
    {
        if (record.Reservation is not
            { Status: ReservationStatus.Pending or ReservationStatus.Paying, ExpiresAt: var end }
            || IsDebitedWithoutOrder(record.Payment))
            return null;
        return end <= now ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Math.Ceiling((end - now).TotalMilliseconds));
    }

    public static PayStep DecidePay(ReservationRecord record, DateTimeOffset now) => record.Reservation.Status switch
    {
        _ when record.Payment.Status == PaymentStatus.Debiting => PayStep.InProgress,
        ReservationStatus.Pending when now >= record.Reservation.ExpiresAt => PayStep.Expire,
        ReservationStatus.Pending => PayStep.Begin,
        ReservationStatus.Paying => PayStep.InProgress,
        ReservationStatus.Confirmed => PayStep.AlreadyConfirmed,
        ReservationStatus.Cancelled => PayStep.AlreadyCancelled,
        _ => PayStep.AlreadyExpired,
    };

    /// <summary>
    /// Starts the payment with a new order. A payment in flight must not lose its hold, so the hold lasts at least
    /// <see cref="Limits.PaymentCoverSeconds"/> more; a refused payment takes that back.
    /// </summary>
    /// <param name="attempt">The name of the attempt; null when the fan gave it none.</param>
    public static ReservationRecord BeginPayment(
        ReservationRecord record, string? couponCode, DateTimeOffset now, string? attempt = null)
    {
        var row = record.Reservation;
        var next = Next(record, ReservationStatus.Paying, PaymentStatus.Debiting, reason: null, now);
        return next with
        {
            Reservation = row.ExpiresAt < now + PaymentCover
                ? next.Reservation with { ExpiresAt = now + PaymentCover, HeldUntil = row.HeldUntil ?? row.ExpiresAt }
                : next.Reservation,
            Payment = next.Payment with
            {
                OrderId = attempt is null
                    ? OrderIds.Of(row.Id, next.Payment.Version)
                    : OrderIds.Of(row.Id, attempt),
                CouponCode = couponCode,
            },
        };
    }

    /// <summary>Releases the seats; a payment in flight may still succeed later.</summary>
    public static ReservationRecord Expire(ReservationRecord record, DateTimeOffset now) => Next(
        record, ReservationStatus.Expired,
        record.Payment.Status == PaymentStatus.Debiting ? PaymentStatus.Debiting : PaymentStatus.Void,
        NotPaidInTime, now);

    /// <summary>Cancels for the owner; an unpaid reservation needs no refund.</summary>
    public static ReservationRecord Cancel(ReservationRecord record, DateTimeOffset now)
    {
        var payment = record.Payment.Status == PaymentStatus.Paid ? PaymentStatus.Refunding : PaymentStatus.Void;
        return Next(record, ReservationStatus.Cancelled, payment, CancelledByFan, now);
    }

    /// <summary>
    /// Whether this step ends a paid reservation, whose tickets then end in the same commit: a decision at a gate and
    /// this one conflict by the versions of the tickets.
    /// </summary>
    public static bool EndsTickets(ReservationRecord? before, ReservationRecord after) =>
        before?.Reservation.Status == ReservationStatus.Confirmed
        && after.Reservation.Status == ReservationStatus.Cancelled;

    /// <summary>The next version of both rows; the seats get a new version only when their status changes.</summary>
    internal static ReservationRecord Next(
        ReservationRecord record,
        ReservationStatus status,
        PaymentStatus payment,
        string? reason,
        DateTimeOffset now)
    {
        var sameSeats = ReservationRules.SeatStatusOf(status)
            == ReservationRules.SeatStatusOf(record.Reservation.Status);
        return record with
        {
            Reservation = record.Reservation with
            {
                Status = status,
                HeldUntil = status == ReservationStatus.Paying ? record.Reservation.HeldUntil : null,
                Reason = reason,
                UpdatedAt = now,
                Version = record.Reservation.Version + 1,
            },
            Payment = record.Payment with { Status = payment, Version = record.Payment.Version + 1 },
            SeatVersions = sameSeats ? record.SeatVersions : [.. record.SeatVersions.Select(version => version + 1)],
            BlockWishes = HasSeats(record) ? record.BlockWishes : [],
        };
    }

    /// <summary>
    /// The same step after an operator has written the seats since the reservation was loaded; null when anything else
    /// was written, so that the step must be decided again.
    /// </summary>
    public static ReservationRecord? OnSeatsOf(
        ReservationRecord? before, ReservationRecord step, ReservationRecord stored)
    {
        return before is not null && HasSeats(before)
            && stored.Reservation.Version == before.Reservation.Version
            && stored.Payment.Version == before.Payment.Version
            && !stored.SeatVersions.SequenceEqual(before.SeatVersions)
            ? step with
            {
                SeatVersions = [.. stored.SeatVersions.Select(version => version + 1)],
                BlockWishes = stored.BlockWishes,
            }
            : null;
    }

    private static bool HasSeats(ReservationRecord record) =>
        ReservationRules.SeatStatusOf(record.Reservation.Status) != SeatStatus.Available;
}

/// <summary>A step that is due without a request.</summary>
public enum DueStep
{
    Nothing,

    /// <summary>The hold has expired, whether a payment is in flight or not.</summary>
    Expire,

    /// <summary>The offer of other seats for a late payment was not accepted in time.</summary>
    EndOffer,

    /// <summary>The order or the refund has not answered for a while.</summary>
    AskAgain,
}

/// <summary>The reaction to a payment request.</summary>
public enum PayStep
{
    Begin,

    /// <summary>A payment has started and not ended, even if the hold has expired since.</summary>
    InProgress,
    Expire,
    AlreadyConfirmed,
    AlreadyCancelled,
    AlreadyExpired,
}

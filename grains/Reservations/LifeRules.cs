using Ticketing.Orders;
using Ticketing.Storage;

namespace Ticketing.Reservations;

/// <summary>
/// Decisions about a reservation that exists: paying, cancelling, expiring. Pure. What orders do to it is decided by
/// <see cref="PaymentRules"/>.
/// </summary>
public static class LifeRules
{
    public const string NotPaidInTime = "not-paid-in-time";
    public const string CancelledByFan = "cancelled-by-fan";

    private static readonly TimeSpan PaymentCover = TimeSpan.FromSeconds(Limits.PaymentCoverSeconds);
    private static readonly TimeSpan DriveTrust = TimeSpan.FromSeconds(Limits.DriveTrustSeconds);
    private static readonly TimeSpan StuckAfter = TimeSpan.FromSeconds(Limits.StuckPaymentSeconds);

    /// <summary>What must be brought on now, without anybody asking.</summary>
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
    /// Begun by a process from before the orders, while they are replaced one by one: no event brings it to its end.
    /// </summary>
    public static bool IsDebitedWithoutOrder(PaymentRow payment) =>
        payment is { Status: PaymentStatus.Debiting, OrderId: null };

    public static bool IsBeingPaid(ReservationRecord record) =>
        record is { Reservation.Status: ReservationStatus.Paying, Payment.Status: PaymentStatus.Debiting };

    /// <summary>Whether memory that knows of nothing due is too old to be believed.</summary>
    public static bool MustRead(ReservationRecord record, DateTimeOffset knownAt, DateTimeOffset now) =>
        Due(record, now) == DueStep.Nothing && IsOld(knownAt, now);

    /// <summary>Whether what memory knows for no reason to act may have been reason to act since.</summary>
    public static bool IsOld(DateTimeOffset knownAt, DateTimeOffset now) => knownAt + DriveTrust <= now;

    /// <summary>
    /// How long the hold or the offer still lasts, or null when it cannot end by time. In whole milliseconds, rounded
    /// up: timers count no others, and one that fires early finds nothing due.
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
        _ when record.Payment.Status == PaymentStatus.Debiting => PayStep.UnderWay,
        ReservationStatus.Pending when now >= record.Reservation.ExpiresAt => PayStep.Expire,
        ReservationStatus.Pending => PayStep.Begin,
        ReservationStatus.Paying => PayStep.UnderWay,
        ReservationStatus.Confirmed => PayStep.AlreadyConfirmed,
        ReservationStatus.Cancelled => PayStep.AlreadyCancelled,
        _ => PayStep.AlreadyExpired,
    };

    /// <summary>The payment begins: an order of its own, and the hold is extended to cover it, once.</summary>
    public static ReservationRecord BeginPayment(ReservationRecord record, string? couponCode, DateTimeOffset now)
    {
        var row = record.Reservation;
        var extend = !row.HoldExtended && row.ExpiresAt < now + PaymentCover;
        var next = Next(record, ReservationStatus.Paying, PaymentStatus.Debiting, reason: null, now);
        return next with
        {
            Reservation = extend
                ? next.Reservation with { ExpiresAt = now + PaymentCover, HoldExtended = true }
                : next.Reservation,
            Payment = next.Payment with
            {
                OrderId = OrderIds.Of(row.Id, next.Payment.Version),
                CouponCode = couponCode,
            },
        };
    }

    /// <summary>The seats are free; a payment that is under way may still come.</summary>
    public static ReservationRecord Expire(ReservationRecord record, DateTimeOffset now) => Next(
        record, ReservationStatus.Expired,
        record.Payment.Status == PaymentStatus.Debiting ? PaymentStatus.Debiting : PaymentStatus.Void,
        NotPaidInTime, now);

    /// <summary>Cancelled by its owner: nothing to give back when it was not paid.</summary>
    public static ReservationRecord Cancel(ReservationRecord record, DateTimeOffset now)
    {
        var payment = record.Payment.Status == PaymentStatus.Paid ? PaymentStatus.Refunding : PaymentStatus.Void;
        return Next(record, ReservationStatus.Cancelled, payment, CancelledByFan, now);
    }

    /// <summary>The next version of both rows; the seats have one only when they become something else.</summary>
    internal static ReservationRecord Next(
        ReservationRecord record,
        ReservationStatus status,
        PaymentStatus payment,
        string? reason,
        DateTimeOffset now)
    {
        var sameSeats = ReservationRules.SeatStatusOf(status)
            == ReservationRules.SeatStatusOf(record.Reservation.Status);
        return new ReservationRecord(
            record.Reservation with
            {
                Status = status,
                Reason = reason,
                UpdatedAt = now,
                Version = record.Reservation.Version + 1,
            },
            record.Payment with { Status = payment, Version = record.Payment.Version + 1 },
            sameSeats ? record.SeatVersions : [.. record.SeatVersions.Select(version => version + 1)]);
    }
}

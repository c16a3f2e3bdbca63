using System.Collections.Immutable;
using Ticketing.Events;
using Ticketing.Orders;
using Ticketing.Seats;
using Ticketing.Storage;

namespace Ticketing.Reservations;

/// <summary>
/// What becomes of a reservation by what is heard of orders, in whatever order that comes and however often. Pure. Only
/// its own order changes it; money that came for anything else goes back.
/// </summary>
public static class PaymentRules
{
    private static readonly TimeSpan OfferTime = TimeSpan.FromSeconds(Limits.OfferSeconds);

    /// <param name="topic">Of an <c>order.*</c> event, or <c>ticket.issue.failed</c>.</param>
    public static HeardStep Decide(ReservationRecord record, string topic, OrderEvent body)
    {
        var (isOwn, payment) = (record.Payment.OrderId == body.OrderId, record.Payment.Status);
        if (topic == Topics.OrderPaymentSuccess) return DecidePaid(record, isOwn, body.Again);
        if (!isOwn) return HeardStep.Nothing;
        return topic switch
        {
            Topics.OrderProcessingFail or Topics.OrderPaymentFail when payment == PaymentStatus.Debiting =>
                HeardStep.Fail,
            Topics.OrderPaymentLate or Topics.TicketIssueFailed
                when payment is PaymentStatus.Debiting or PaymentStatus.Paid => HeardStep.GiveUp,
            Topics.OrderRefunded
                when payment is PaymentStatus.Debiting or PaymentStatus.Paid or PaymentStatus.Refunding =>
                HeardStep.EndRefunded,
            _ => HeardStep.Nothing,
        };
    }

    public static ReservationRecord Confirm(ReservationRecord record, long charged, DateTimeOffset now) =>
        Charged(LifeRules.Next(record, ReservationStatus.Confirmed, PaymentStatus.Paid, reason: null, now), charged);

    /// <summary>Nothing was taken: back to Pending while time remains, else the hold is over.</summary>
    public static ReservationRecord Fail(ReservationRecord record, DateTimeOffset now)
    {
        var remains = record.Reservation.Status == ReservationStatus.Paying && now < record.Reservation.ExpiresAt;
        return remains
            ? LifeRules.Next(record, ReservationStatus.Pending, PaymentStatus.Pending, reason: null, now)
            : LifeRules.Next(record, ReservationStatus.Expired, PaymentStatus.Void, LifeRules.NotPaidInTime, now);
    }

    /// <summary>Paid too late, and the same seats were claimed once more.</summary>
    public static ReservationRecord ConfirmLate(
        ReservationRecord record, ImmutableArray<ClaimedSeat> claimed, long charged, DateTimeOffset now) =>
        Confirm(record, charged, now) with
        {
            SeatVersions =
            [
                .. record.Reservation.Seats.Select(seat =>
                    (claimed.FirstOrDefault(own => own.SeatId == seat.SeatId)?.Version ?? 0) + 1),
            ],
        };

    /// <summary>Paid too late, and as many other seats were claimed, which the fan may accept for some time.</summary>
    public static ReservationRecord Offer(
        ReservationRecord record, ImmutableArray<ClaimedSeat> claimed, long charged, DateTimeOffset now)
    {
        var admissions = record.Reservation.Seats.RemoveAll(seat => seat.SeatId.Length > 0);
        var next = LifeRules.Next(record, ReservationStatus.Paying, PaymentStatus.Paid, reason: null, now);
        return Charged(next, charged) with
        {
            Reservation = next.Reservation with
            {
                Seats =
                [
                    .. claimed.Select(seat => new ReservedSeat(seat.SeatId, seat.Category, seat.Price)),
                    .. admissions,
                ],
                ExpiresAt = now + OfferTime,
            },
            SeatVersions = [.. claimed.Select(seat => seat.Version + 1), .. admissions.Select(_ => 1L)],
        };
    }

    public static bool IsOffer(ReservationRecord record) =>
        record is { Reservation.Status: ReservationStatus.Paying, Payment.Status: PaymentStatus.Paid };

    public static ReservationRecord AcceptOffer(ReservationRecord record, DateTimeOffset now) =>
        LifeRules.Next(record, ReservationStatus.Confirmed, PaymentStatus.Paid, reason: null, now);

    /// <summary>The money goes back, and with it the seats that are still there.</summary>
    public static ReservationRecord GiveUp(ReservationRecord record, string? reason, DateTimeOffset now) =>
        LifeRules.Next(record, Ended(record), PaymentStatus.Refunding, reason, now);

    public static ReservationRecord TooLate(ReservationRecord record, long charged, DateTimeOffset now) =>
        Charged(GiveUp(record, OrderReasons.PaidTooLate, now), charged);

    /// <summary>
    /// The money of an order that has nothing to do with how the reservation stands, or with the one that it has now.
    /// The rows are written all the same: who decides this from memory that is old must not.
    /// </summary>
    public static ReservationRecord PayBack(ReservationRecord record, DateTimeOffset now) =>
        LifeRules.Next(
            record, record.Reservation.Status, record.Payment.Status, record.Reservation.Reason, now);

    public static ReservationRecord EndRefunded(ReservationRecord record, string? reason, DateTimeOffset now) =>
        record.Payment.Status == PaymentStatus.Refunding
            ? LifeRules.Next(
                record, record.Reservation.Status, PaymentStatus.Refunded, record.Reservation.Reason, now)
            : LifeRules.Next(record, Ended(record), PaymentStatus.Refunded, reason, now);

    /// <summary>Of the order that pays it, or was the last that tried.</summary>
    public static OrderEvent Order(ReservationRecord record, bool again = false)
    {
        var row = record.Reservation;
        return new OrderEvent(
            record.Payment.OrderId!.Value, row.Id, row.ScheduleId, row.UserId, OrderIds.Lines(row.Seats), row.Amount,
            record.Payment.CouponCode, Reason: row.Reason, Again: again);
    }

    private static HeardStep DecidePaid(ReservationRecord record, bool isOwn, bool again) =>
        (record.Payment.Status, record.Reservation.Status) switch
        {
            _ when !isOwn => HeardStep.PayBack,
            (PaymentStatus.Debiting, ReservationStatus.Paying) => HeardStep.Confirm,
            (PaymentStatus.Debiting, _) => HeardStep.ClaimAgain,
            (PaymentStatus.Pending or PaymentStatus.Void, _) => HeardStep.PayBack,
            _ => again ? HeardStep.Tell : HeardStep.Nothing,
        };

    private static ReservationStatus Ended(ReservationRecord record) =>
        record.Reservation.Status == ReservationStatus.Expired
            ? ReservationStatus.Expired
            : ReservationStatus.Cancelled;

    private static ReservationRecord Charged(ReservationRecord record, long charged) =>
        record with { Payment = record.Payment with { Charged = charged } };
}

using System.Collections.Immutable;
using Ticketing.Catalog;
using Ticketing.Events;
using Ticketing.Orders;
using Ticketing.Seats;
using Ticketing.Storage;

namespace Ticketing.Reservations;

/// <summary>
/// Decides how events of orders change a reservation, in any order of arrival and with repetitions. Pure. Only its own
/// order changes it; a payment for anything else is refunded.
/// </summary>
public static class PaymentRules
{
    private static readonly TimeSpan OfferTime = TimeSpan.FromSeconds(Limits.OfferSeconds);

    /// <param name="topic">Topic of an <c>order.*</c> event, or <c>ticket.issue.failed</c>.</param>
    public static OrderEventStep Decide(ReservationRecord record, string topic, OrderEvent body)
    {
        var (isOwn, payment) = (record.Payment.OrderId == body.OrderId, record.Payment.Status);
        if (topic == Topics.OrderPaymentSuccess) return DecidePaid(record, isOwn, body.Again);
        if (!isOwn) return OrderEventStep.Nothing;
        return topic switch
        {
            Topics.OrderProcessingFail or Topics.OrderPaymentFail when payment == PaymentStatus.Debiting =>
                OrderEventStep.Fail,
            Topics.OrderPaymentLate or Topics.TicketIssueFailed
                when payment is PaymentStatus.Debiting or PaymentStatus.Paid => OrderEventStep.GiveUp,
            Topics.OrderRefunded
                when payment is PaymentStatus.Debiting or PaymentStatus.Paid or PaymentStatus.Refunding =>
                OrderEventStep.EndRefunded,
            _ => OrderEventStep.Nothing,
        };
    }

    public static ReservationRecord Confirm(ReservationRecord record, long charged, DateTimeOffset now) =>
        Charged(LifeRules.Next(record, ReservationStatus.Confirmed, PaymentStatus.Paid, reason: null, now), charged);

    /// <summary>
    /// Nothing was debited: back to Pending while the hold lasts, otherwise expired. The hold ends when it would have
    /// ended without the payment; otherwise refused payments would keep seats for free.
    /// </summary>
    public static ReservationRecord Fail(ReservationRecord record, DateTimeOffset now)
    {
        var deadline = record.Reservation.HeldUntil ?? record.Reservation.ExpiresAt;
        var remains = record.Reservation.Status == ReservationStatus.Paying && now < deadline;
        var next = remains
            ? LifeRules.Next(record, ReservationStatus.Pending, PaymentStatus.Pending, reason: null, now)
            : LifeRules.Next(record, ReservationStatus.Expired, PaymentStatus.Void, LifeRules.NotPaidInTime, now);
        return next with { Reservation = next.Reservation with { ExpiresAt = deadline } };
    }

    /// <summary>The payment was late, but the same seats could be claimed again.</summary>
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

    /// <summary>
    /// The payment was late, and the same number of other seats was claimed, which the fan may accept for
    /// <see cref="Limits.OfferSeconds"/>.
    /// </summary>
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
            Together = SideBySide.Are(claimed),
        };
    }

    public static bool IsOffer(ReservationRecord record) =>
        record is { Reservation.Status: ReservationStatus.Paying, Payment.Status: PaymentStatus.Paid };

    public static ReservationRecord AcceptOffer(ReservationRecord record, DateTimeOffset now) =>
        LifeRules.Next(record, ReservationStatus.Confirmed, PaymentStatus.Paid, reason: null, now);

    /// <summary>Starts the refund and releases the seats that the reservation still has.</summary>
    public static ReservationRecord GiveUp(ReservationRecord record, string? reason, DateTimeOffset now) =>
        LifeRules.Next(record, Ended(record), PaymentStatus.Refunding, reason, now);

    public static ReservationRecord TooLate(ReservationRecord record, long charged, DateTimeOffset now) =>
        Charged(GiveUp(record, OrderReasons.PaidTooLate, now), charged);

    /// <summary>
    /// Refunds the payment of an order that is not the current one, or that the reservation has no use for. The rows
    /// get a new version all the same, so that a decision based on stale memory conflicts.
    /// </summary>
    public static ReservationRecord PayBack(ReservationRecord record, DateTimeOffset now) =>
        LifeRules.Next(
            record, record.Reservation.Status, record.Payment.Status, record.Reservation.Reason, now);

    public static ReservationRecord EndRefunded(ReservationRecord record, string? reason, DateTimeOffset now) =>
        record.Payment.Status == PaymentStatus.Refunding
            ? LifeRules.Next(
                record, record.Reservation.Status, PaymentStatus.Refunded, record.Reservation.Reason, now)
            : LifeRules.Next(record, Ended(record), PaymentStatus.Refunded, reason, now);

    /// <summary>The body of an event of the order that pays the reservation, or was the last to try.</summary>
    public static OrderEvent Order(ReservationRecord record, bool again = false)
    {
        var row = record.Reservation;
        return new OrderEvent(
            record.Payment.OrderId!.Value, row.Id, row.ScheduleId, row.UserId, OrderIds.Lines(row.Seats), row.Amount,
            record.Payment.CouponCode, Reason: row.Reason, Again: again)
        {
            Currency = row.Currency,
        };
    }

    private static OrderEventStep DecidePaid(ReservationRecord record, bool isOwn, bool again) =>
        (record.Payment.Status, record.Reservation.Status) switch
        {
            _ when !isOwn => OrderEventStep.PayBack,
            (PaymentStatus.Debiting, ReservationStatus.Paying) => OrderEventStep.Confirm,
            (PaymentStatus.Debiting, _) => OrderEventStep.ClaimAgain,
            (PaymentStatus.Pending or PaymentStatus.Void, _) => OrderEventStep.PayBack,
            _ => again ? OrderEventStep.Tell : OrderEventStep.Nothing,
        };

    private static ReservationStatus Ended(ReservationRecord record) =>
        record.Reservation.Status == ReservationStatus.Expired
            ? ReservationStatus.Expired
            : ReservationStatus.Cancelled;

    private static ReservationRecord Charged(ReservationRecord record, long charged) =>
        record with { Payment = record.Payment with { Charged = charged } };
}

/// <summary>The reaction of a reservation to an event of an order.</summary>
public enum OrderEventStep
{
    Nothing,

    /// <summary>Paid in time.</summary>
    Confirm,

    /// <summary>Nothing was debited: back to Pending, or expired.</summary>
    Fail,

    /// <summary>Paid after the hold had expired: claim the same seats again, offer others, or refund.</summary>
    ClaimAgain,

    /// <summary>The payment is for another order or an ended one: refund it.</summary>
    PayBack,

    /// <summary>End the reservation and refund the payment.</summary>
    GiveUp,

    /// <summary>The refund has been made.</summary>
    EndRefunded,

    /// <summary>Already known; the event asks for the answer again.</summary>
    Tell,
}

namespace Ticketing.Events;

/// <summary>The names of all topics.</summary>
public static class Topics
{
    public const string ReservationCreated = "reservation.created";
    public const string ReservationConfirmed = "reservation.confirmed";
    public const string ReservationCancelled = "reservation.cancelled";
    public const string ReservationExpired = "reservation.expired";

    /// <summary>
    /// A step without a topic of its own: a payment begins or is refused, other seats are offered, or a refund is made.
    /// </summary>
    public const string ReservationChanged = "reservation.changed";

    public const string SeatBlocked = "seat.blocked";
    public const string SeatUnblocked = "seat.unblocked";
    public const string WaitingTokenCreated = "waiting-token.created";
    public const string WaitingTokenActivated = "waiting-token.activated";

    public const string OrderProcessing = "order.processing";
    public const string OrderProcessingStockSuccess = "order.processing.stock.success";
    public const string OrderProcessingCouponSuccess = "order.processing.coupon.success";
    public const string OrderProcessingSuccess = "order.processing.success";
    public const string OrderProcessingFail = "order.processing.fail";
    public const string OrderPayment = "order.payment";
    public const string OrderPaymentSuccess = "order.payment.success";
    public const string OrderPaymentFail = "order.payment.fail";

    /// <summary>
    /// The payment succeeded after the seats were gone and no other seats could be offered: it is refunded.
    /// </summary>
    public const string OrderPaymentLate = "order.payment.late";

    public const string OrderProcessed = "order.processed";

    /// <summary>The money is back on the balance.</summary>
    public const string OrderRefunded = "order.refunded";

    public const string TicketIssued = "ticket.issued";
    public const string TicketIssueFailed = "ticket.issue.failed";
    public const string StockDecreased = "stock.decreased";
    public const string StockFailed = "stock.failed";
}

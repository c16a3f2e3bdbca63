namespace Ticketing.Orders;

/// <summary>Why an order failed, as it stands in events, rows and answers.</summary>
public static class OrderReasons
{
    public const string SoldOut = "sold-out";
    public const string CouponUnknown = "coupon-unknown";
    public const string CouponNotValidNow = "coupon-not-valid-now";
    public const string CouponUsedUp = "coupon-used-up";
    public const string CouponUsedByFan = "coupon-used-by-fan";
    public const string CouponBelowMinimum = "coupon-below-minimum";
    public const string InsufficientBalance = "insufficient-balance";

    /// <summary>The payment came after the hold had ended, and the seats and their like were gone.</summary>
    public const string PaidTooLate = "paid-too-late";

    /// <summary>Other seats were offered for a late payment, and not accepted in time, or declined.</summary>
    public const string OfferDeclined = "offer-declined";

    public const string TicketsFailed = "tickets-failed";
    public const string UndoneByOperator = "undone-by-operator";
}

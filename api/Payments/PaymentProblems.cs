using Ticketing.Orders;

namespace Ticketing.Api;

/// <summary>Problems of payments, and of changes to a reservation that is being paid.</summary>
public static class PaymentProblems
{
    public static readonly ProblemType SoldOut = new("sold-out", 409,
        "The category is sold out.",
        "Nothing was taken. Reserve in another category with a new Idempotency-Key.");

    public static readonly ProblemType CouponUnknown = new("coupon-unknown", 409,
        "There is no such coupon.",
        "Nothing was taken. Check the code, or pay without a coupon.");

    public static readonly ProblemType CouponNotValidNow = new("coupon-not-valid-now", 409,
        "The coupon is not valid yet, or not any more.",
        "Nothing was taken. Pay with another coupon, or without one.");

    public static readonly ProblemType CouponUsedUp = new("coupon-used-up", 409,
        "The coupon has been used as often as it can be.",
        "Nothing was taken. Pay with another coupon, or without one.");

    public static readonly ProblemType CouponUsedByFan = new("coupon-used-by-you", 409,
        "You have used the coupon as often as one fan may.",
        "Nothing was taken. Pay with another coupon, or without one.");

    public static readonly ProblemType CouponOtherCurrency = new("coupon-other-currency", 409,
        "The coupon is for sales in another currency.",
        "Nothing was taken. Pay with another coupon, or without one.");

    public static readonly ProblemType CouponBelowMinimum = new("coupon-below-minimum", 409,
        "The reservation costs less than the coupon asks for.",
        "Nothing was taken. Pay with another coupon, or without one.");

    public static readonly ProblemType CouponWithoutEffect = new("coupon-without-effect", 409,
        "The coupon takes nothing off this price.",
        "Nothing was taken, and the coupon was not used up. Pay with another coupon, or without one.");

    public static readonly ProblemType PaidTooLate = new("paid-too-late", 409,
        "The payment came after the hold had ended, and neither the seats nor similar ones were free.",
        "The money that was taken goes back to your balance. Reserve again with a new Idempotency-Key.");

    public static readonly ProblemType PaymentNotNeeded = new("payment-not-needed", 409,
        "Another payment pays for the reservation, or this one had been given up.",
        "The money that was taken goes back to your balance. The reservation shows what is paid.");

    public static readonly ProblemType OfferDeclined = new("offer-declined", 409,
        "The seats that were offered instead were declined, or not accepted in time.",
        "The money that was taken goes back to your balance. Reserve again with a new Idempotency-Key.");

    public static readonly ProblemType TicketsFailed = new("tickets-failed", 409,
        "The tickets could not be issued.",
        "The money that was taken goes back to your balance. Reserve again with a new Idempotency-Key.");

    public static readonly ProblemType UndoneByOperator = new("undone-by-operator", 409,
        "An operator has undone the payment.",
        "The money that was taken goes back to your balance. Ask the organizer why.");

    public static readonly ProblemType PaymentFailed = new("payment-failed", 409,
        "The payment was not made.",
        "If money was taken, it goes back to your balance; 'reason' and the timeline say why.");

    public static readonly ProblemType PaymentInFlight = new("payment-in-flight", 409,
        "The reservation is being paid.",
        "Poll GET /api/v1/reservations/{id}/timeline and repeat this when the payment has ended; seats that are "
        + "offered instead of yours are declined with POST /api/v1/reservations/{id}/offer.");

    public static readonly ProblemType NoOffer = new("no-offer", 409,
        "No other seats were offered for this reservation.",
        "Look at the reservation; there is nothing to accept or decline.");

    public static readonly ProblemType OfferOver = new("offer-over", 409,
        "The offer has ended, or was answered differently before.",
        "Look at the reservation: it shows the outcome.");

    public static readonly ProblemType OrderHasEnded = new("order-has-ended", 409,
        "The order has ended.",
        "There is nothing left to retry or undo; a paid reservation is cancelled by its fan.");

    public static readonly ProblemType CouponUsedMore = new("coupon-used-more", 409,
        "The coupon has been used more often than that already.",
        "Allow at least 'used' uses, or end its validity to have no more of them.");
}

/// <summary>Maps the reasons of failed orders to problems of the API.</summary>
internal static class PaymentRefusals
{
    /// <param name="balance">The fan's balance in the currency of the order.</param>
    /// <param name="currency">The code of that currency.</param>
    public static Problem Explain(OrderView order, long balance, string currency)
    {
        var problem = order.Reason == OrderReasons.InsufficientBalance
            ? Problems.InsufficientBalance.With("balance", balance).With("amount", order.Amount - order.Discount)
                .With("currency", currency)
            : Explain(order.Reason);
        return problem.With("orderId", order.Id);
    }

    /// <summary>One type of problem for each of <see cref="OrderReasons"/>.</summary>
    public static Problem Explain(string? reason) => reason switch
    {
        OrderReasons.SoldOut => PaymentProblems.SoldOut.Occurs(),
        OrderReasons.CouponUnknown => PaymentProblems.CouponUnknown.Occurs(),
        OrderReasons.CouponNotValidNow => PaymentProblems.CouponNotValidNow.Occurs(),
        OrderReasons.CouponUsedUp => PaymentProblems.CouponUsedUp.Occurs(),
        OrderReasons.CouponUsedByFan => PaymentProblems.CouponUsedByFan.Occurs(),
        OrderReasons.CouponOtherCurrency => PaymentProblems.CouponOtherCurrency.Occurs(),
        OrderReasons.CouponBelowMinimum => PaymentProblems.CouponBelowMinimum.Occurs(),
        OrderReasons.CouponWithoutEffect => PaymentProblems.CouponWithoutEffect.Occurs(),
        OrderReasons.PaidTooLate => PaymentProblems.PaidTooLate.Occurs(),
        OrderReasons.PaymentNotNeeded => PaymentProblems.PaymentNotNeeded.Occurs(),
        OrderReasons.OfferDeclined => PaymentProblems.OfferDeclined.Occurs(),
        OrderReasons.TicketsFailed => PaymentProblems.TicketsFailed.Occurs(),
        OrderReasons.UndoneByOperator => PaymentProblems.UndoneByOperator.Occurs(),
        _ => PaymentProblems.PaymentFailed.With("reason", reason),
    };
}

using Ticketing.Orders;

namespace Ticketing.Api;

/// <summary>Why an order failed, in the words of the API.</summary>
internal static class PaymentRefusals
{
    /// <param name="balance">What the fan has, in points.</param>
    public static Problem Explain(OrderView order, long balance)
    {
        var problem = order.Reason == OrderReasons.InsufficientBalance
            ? Problems.InsufficientBalance.With("balance", balance).With("amount", order.Amount - order.Discount)
            : Explain(order.Reason);
        return problem.With("orderId", order.Id);
    }

    /// <summary>One type of problem for each of <see cref="OrderReasons"/>.</summary>
    private static Problem Explain(string? reason) => reason switch
    {
        OrderReasons.SoldOut => PaymentProblems.SoldOut.Occurs(),
        OrderReasons.CouponUnknown => PaymentProblems.CouponUnknown.Occurs(),
        OrderReasons.CouponNotValidNow => PaymentProblems.CouponNotValidNow.Occurs(),
        OrderReasons.CouponUsedUp => PaymentProblems.CouponUsedUp.Occurs(),
        OrderReasons.CouponUsedByFan => PaymentProblems.CouponUsedByFan.Occurs(),
        OrderReasons.CouponBelowMinimum => PaymentProblems.CouponBelowMinimum.Occurs(),
        OrderReasons.PaidTooLate => PaymentProblems.PaidTooLate.Occurs(),
        OrderReasons.OfferDeclined => PaymentProblems.OfferDeclined.Occurs(),
        OrderReasons.TicketsFailed => PaymentProblems.TicketsFailed.Occurs(),
        OrderReasons.UndoneByOperator => PaymentProblems.UndoneByOperator.Occurs(),
        _ => PaymentProblems.PaymentFailed.With("reason", reason),
    };
}

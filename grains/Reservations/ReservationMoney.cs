using Ticketing.Storage;

namespace Ticketing.Reservations;

/// <summary>The money of a reservation as its owner sees it, in minor units of its currency.</summary>
/// <param name="Discount">Taken off by the coupon; 0 until the payment has succeeded.</param>
/// <param name="Paid">Debited, even if it was refunded later.</param>
/// <param name="Refunded">Given back.</param>
public readonly record struct ReservationMoney(long Discount, long Paid, long Refunded)
{
    public static ReservationMoney Of(PaymentRow payment) => Of(payment.Status, payment.Amount, payment.Charged);

    /// <param name="amount">The price before the discount.</param>
    /// <param name="charged">See <see cref="PaymentRow.Charged"/>.</param>
    public static ReservationMoney Of(PaymentStatus status, long amount, long charged) => status switch
    {
        PaymentStatus.Paid or PaymentStatus.Refunding => new(amount - charged, charged, Refunded: 0),
        // A refund of an order whose debit the reservation never learned of leaves no charge.
        PaymentStatus.Refunded => new(charged > 0 ? amount - charged : 0, charged, charged),
        _ => default,
    };
}

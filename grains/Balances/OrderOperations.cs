using Ticketing.Events;

namespace Ticketing.Balances;

/// <summary>
/// How the changes that an order makes are named. Whoever pays it back uses the same name, so that it is paid back
/// once.
/// </summary>
public static class OrderOperations
{
    public static string Debit(Guid orderId) => $"order:{orderId:D}:debit";

    /// <summary>
    /// Points that were debited before there were orders, under another name. An order that was made of such a sale has
    /// the reservation's id.
    /// </summary>
    public static long PaidBefore(OrderEvent order) =>
        order.OrderId == order.ReservationId ? order.Amount - order.Discount : 0;

    public static string Refund(Guid orderId) => $"order:{orderId:D}:refund";
}

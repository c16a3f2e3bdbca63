using Ticketing.Orders;
using Ticketing.Reads;

namespace Ticketing.Api;

/// <summary>An order that has not ended.</summary>
/// <param name="Amount">Points, before the coupon.</param>
/// <param name="UpdatedAt">When it made its last step.</param>
public sealed record OrderUnderWayBody(
    Guid Id,
    Guid ReservationId,
    OrderStatus Status,
    long Amount,
    string? CouponCode,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    internal static OrderUnderWayBody Of(OrderUnderWay order) => new(
        order.Id, order.ReservationId, order.Status, order.Amount, order.CouponCode, order.CreatedAt, order.UpdatedAt);
}

using Ticketing.Orders;

namespace Ticketing.Api;

/// <summary>An attempt to pay for a reservation.</summary>
/// <param name="Amount">Points, before the coupon.</param>
/// <param name="Discount">Points that the coupon takes off.</param>
/// <param name="Reason">Why it failed or was undone.</param>
/// <param name="Steps">Oldest first.</param>
public sealed record OrderBody(
    Guid Id,
    Guid ReservationId,
    OrderStatus Status,
    long Amount,
    long Discount,
    string? CouponCode,
    string? Reason,
    IReadOnlyList<OrderStepBody> Steps)
{
    internal static OrderBody Of(OrderView order) => new(
        order.Id,
        order.ReservationId,
        order.Status,
        order.Amount,
        order.Discount,
        order.CouponCode,
        order.Reason,
        [.. order.Steps.Select(step => new OrderStepBody(step.At, step.Name, step.Detail))]);
}

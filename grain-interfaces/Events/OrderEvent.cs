using System.Collections.Immutable;
using Ticketing.Orders;

namespace Ticketing.Events;

/// <summary>
/// The body of every <c>order.*</c> event, version 1. Key: the order. It carries the whole order, so that whoever takes
/// it need not have heard of an earlier one.
/// </summary>
/// <param name="Lines">What is bought: one a category.</param>
/// <param name="Amount">Points, before the coupon.</param>
/// <param name="CouponCode">Null without one.</param>
/// <param name="Discount">Points; known from <c>order.processing.success</c> on, and in the coupon's success.</param>
/// <param name="Part">Of a part's success or failure: which category; empty for the coupon.</param>
/// <param name="Reason">Of a failure: why, a word of <see cref="OrderReasons"/>.</param>
/// <param name="Again">
/// Said once more because no answer has come: who has done its part already says so again.
/// </param>
[GenerateSerializer, Immutable, Alias("OrderEvent")]
public sealed record OrderEvent(
    [property: Id(0)] Guid OrderId,
    [property: Id(1)] Guid ReservationId,
    [property: Id(2)] Guid ScheduleId,
    [property: Id(3)] Guid UserId,
    [property: Id(4)] ImmutableArray<OrderLine> Lines,
    [property: Id(5)] long Amount,
    [property: Id(6)] string? CouponCode,
    [property: Id(7)] long Discount = 0,
    [property: Id(8)] string? Part = null,
    [property: Id(9)] string? Reason = null,
    [property: Id(10)] bool Again = false);

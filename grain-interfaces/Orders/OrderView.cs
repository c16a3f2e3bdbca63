using System.Collections.Immutable;

namespace Ticketing.Orders;

/// <summary>An order and what happened to it; amounts in points.</summary>
/// <param name="Reason">Why it failed or was undone; a word of <see cref="OrderReasons"/>.</param>
/// <param name="Steps">Oldest first.</param>
[GenerateSerializer, Immutable, Alias("OrderView")]
public sealed record OrderView(
    [property: Id(0)] Guid Id,
    [property: Id(1)] Guid ReservationId,
    [property: Id(2)] OrderStatus Status,
    [property: Id(3)] long Amount,
    [property: Id(4)] long Discount,
    [property: Id(5)] string? CouponCode,
    [property: Id(6)] string? Reason,
    [property: Id(7)] ImmutableArray<OrderStep> Steps);

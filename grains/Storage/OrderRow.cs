using System.Collections.Immutable;
using Ticketing.Orders;

namespace Ticketing.Storage;

/// <summary>An attempt to pay for a reservation.</summary>
/// <param name="Parts">Which have succeeded: categories of the lines; the empty one is the coupon.</param>
/// <param name="Discount">Points, once the coupon has been taken.</param>
/// <param name="Reason">Why it failed or was undone; a word of <see cref="OrderReasons"/>.</param>
/// <param name="UpdatedAt">When this version was written; what makes no progress is found by it.</param>
public sealed record OrderRow(
    Guid OrderId,
    Guid ReservationId,
    Guid ScheduleId,
    Guid UserId,
    OrderStatus Status,
    ImmutableArray<OrderLine> Lines,
    long Amount,
    string? CouponCode,
    long Discount,
    ImmutableArray<string> Parts,
    string? Reason,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    long Version) : IVersionedRow;

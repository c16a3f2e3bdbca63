using Ticketing.Coupons;

namespace Ticketing.Storage;

/// <summary>What became of a coupon in one order. One row each.</summary>
/// <param name="Discount">Points.</param>
/// <param name="Reason">Why it was refused; a word of <see cref="Orders.OrderReasons"/>.</param>
public sealed record CouponUseRow(
    string Code,
    Guid OrderId,
    Guid UserId,
    long Discount,
    CouponUseStatus Status,
    string? Reason,
    DateTimeOffset At,
    long Version) : IVersionedRow;

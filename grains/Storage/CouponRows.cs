using Ticketing.Coupons;

namespace Ticketing.Storage;

/// <param name="Code">The code in upper case, as in the grain's key.</param>
/// <param name="Used">Uses that were taken and not returned.</param>
public sealed record CouponRow(string Code, CouponTerms Terms, int Used, long Version) : IVersionedRow;

/// <summary>The use of a coupon by one order, one row each.</summary>
/// <param name="Discount">In minor units of the order's currency.</param>
/// <param name="Reason">Why the use was refused, one of <see cref="Orders.OrderReasons"/>; null otherwise.</param>
public sealed record CouponUseRow(
    string Code,
    Guid OrderId,
    Guid UserId,
    long Discount,
    CouponUseStatus Status,
    string? Reason,
    DateTimeOffset At,
    long Version) : IVersionedRow;

using Ticketing.Coupons;

namespace Ticketing.Api;

/// <summary>A coupon.</summary>
/// <param name="Code">In upper case; fans may write it as they like.</param>
/// <param name="Value">Points, or percent.</param>
/// <param name="Used">Uses that were taken and not given back.</param>
public sealed record CouponBody(
    string Code,
    CouponKind Kind,
    long Value,
    DateTimeOffset ValidFrom,
    DateTimeOffset ValidUntil,
    int TotalUses,
    int UsesPerFan,
    long MinimumAmount,
    int Used)
{
    internal static CouponBody Of(CouponView coupon) => new(
        coupon.Code,
        coupon.Terms.Kind,
        coupon.Terms.Value,
        coupon.Terms.ValidFrom,
        coupon.Terms.ValidUntil,
        coupon.Terms.TotalUses,
        coupon.Terms.UsesPerFan,
        coupon.Terms.MinimumAmount,
        coupon.Used);
}

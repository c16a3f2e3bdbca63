namespace Ticketing.Coupons;

/// <summary>What the value of a coupon means. The numbers are stored and must not change.</summary>
public enum CouponKind
{
    /// <summary>Points, at most what is bought costs.</summary>
    Fixed = 0,

    /// <summary>Of the amount, 1 to 100, rounded down to whole points.</summary>
    Percent = 1,
}

namespace Ticketing.Coupons;

/// <summary>Where the use of a coupon is. The numbers are stored and must not change.</summary>
public enum CouponUseStatus
{
    Taken = 0,

    /// <summary>
    /// Given back, or given up before it was ever taken: it is not taken any more, however late it is asked.
    /// </summary>
    Returned = 1,
    Refused = 2,
}

namespace Ticketing.Coupons;

/// <param name="Used">Uses that were taken and not given back.</param>
[GenerateSerializer, Immutable, Alias("CouponView")]
public sealed record CouponView(
    [property: Id(0)] string Code, [property: Id(1)] CouponTerms Terms, [property: Id(2)] int Used);

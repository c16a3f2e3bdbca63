namespace Ticketing.Coupons;

/// <summary>What a coupon is worth, and when and how often.</summary>
/// <param name="Value">See <see cref="CouponKind"/>.</param>
/// <param name="ValidUntil">The first moment at which it is no longer valid.</param>
/// <param name="TotalUses">By all fans together.</param>
/// <param name="UsesPerFan">By one fan.</param>
/// <param name="MinimumAmount">Points that what is bought must cost at least.</param>
[GenerateSerializer, Immutable, Alias("CouponTerms")]
public sealed record CouponTerms(
    [property: Id(0)] CouponKind Kind,
    [property: Id(1)] long Value,
    [property: Id(2)] DateTimeOffset ValidFrom,
    [property: Id(3)] DateTimeOffset ValidUntil,
    [property: Id(4)] int TotalUses,
    [property: Id(5)] int UsesPerFan,
    [property: Id(6)] long MinimumAmount);

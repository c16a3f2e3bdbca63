using Ticketing.Coupons;

namespace Ticketing.Api;

/// <summary>What a coupon is worth, and when and how often.</summary>
/// <param name="Kind">Fixed: points. Percent: of the amount, rounded down to whole points.</param>
/// <param name="Value">Points, 1 to 100,000,000, or percent, 1 to 100.</param>
/// <param name="ValidUntil">The first moment at which it is no longer valid.</param>
/// <param name="TotalUses">By all fans together, 1 to 100,000,000.</param>
/// <param name="UsesPerFan">By one fan, 1 to 100,000,000.</param>
/// <param name="MinimumAmount">Points that what is bought must cost at least, from 0.</param>
public sealed record CouponRequest(
    CouponKind Kind,
    long Value,
    DateTimeOffset ValidFrom,
    DateTimeOffset ValidUntil,
    int TotalUses,
    int UsesPerFan = 1,
    long MinimumAmount = 0)
{
    public const int MaxPercent = 100;

    internal FieldProblems Check(string code)
    {
        var errors = new FieldProblems();
        errors.Require(CouponCodes.Is(code), "code", CouponCodes.Rule);
        var most = Kind == CouponKind.Percent ? MaxPercent : Limits.MaxChargeAmount;
        errors.Require(Value >= 1 && Value <= most, "$.value", $"The value must be 1 to {most}.");
        errors.Require(ValidUntil > ValidFrom, "$.validUntil", "It must end after it begins.");
        errors.Require(
            TotalUses is >= 1 and <= Limits.MaxCouponUses,
            "$.totalUses",
            $"The uses must be 1 to {Limits.MaxCouponUses}.");
        errors.Require(
            UsesPerFan is >= 1 and <= Limits.MaxCouponUses,
            "$.usesPerFan",
            $"The uses of a fan must be 1 to {Limits.MaxCouponUses}.");
        errors.Require(
            MinimumAmount is >= 0 and <= Limits.MaxBalance,
            "$.minimumAmount",
            $"The minimum must be 0 to {Limits.MaxBalance}.");
        return errors;
    }

    internal CouponTerms ToTerms() =>
        new(Kind, Value, ValidFrom, ValidUntil, TotalUses, UsesPerFan, MinimumAmount);
}

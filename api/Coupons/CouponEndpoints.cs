using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.Coupons;

namespace Ticketing.Api;

internal static class CouponEndpoints
{
    public static void MapCoupons(this IEndpointRouteBuilder api)
    {
        var coupon = api.MapGroup("/operator/coupons/{code}").WithTags("Operator").RequireOperator();
        coupon.MapGet("/", Get).WithSummary("The terms of a coupon, and how often it was used")
            .Answers(Problems.NotFound);
        coupon.MapPut("/", Put)
            .WithSummary("Create a coupon, or change its terms; its uses so far still count")
            .Changes()
            .Answers(PaymentProblems.CouponUsedMore);
    }

    private static async Task<Results<Ok<CouponBody>, Problem>> Get(string code, IGrainFactory grains) =>
        CouponCodes.Read(code) is { } known && await Coupon(grains, known).Get() is { } coupon
            ? TypedResults.Ok(CouponBody.Of(coupon))
            : Problems.NotFound.Occurs();

    private static async Task<Results<Ok<CouponBody>, Problem>> Put(
        string code, CouponRequest body, IGrainFactory grains)
    {
        if (body.Check(code) is { Any: true } errors)
            return errors.ToProblem();
        var grain = Coupon(grains, CouponCodes.Read(code)!);
        if (await grain.Get() is { Used: var used } && body.TotalUses < used)
            return PaymentProblems.CouponUsedMore.With("used", used);
        return TypedResults.Ok(CouponBody.Of(await grain.Put(body.ToTerms())));
    }

    private static ICouponGrain Coupon(IGrainFactory grains, string code) =>
        grains.GetGrain<ICouponGrain>(GrainKeys.Coupon(code));
}

/// <summary>The terms of a coupon: its value, and when and how often it can be used.</summary>
/// <param name="Kind">Fixed: points. Percent: of the amount, rounded down to whole points.</param>
/// <param name="Value">Points, 1 to 100,000,000, or percent, 1 to 100.</param>
/// <param name="ValidUntil">The first moment at which it is no longer valid.</param>
/// <param name="TotalUses">By all fans together, 1 to 100,000,000.</param>
/// <param name="UsesPerFan">By one fan, 1 to 100,000,000.</param>
/// <param name="MinimumAmount">Points that the reservation must cost at least; 0 or more.</param>
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
        errors.Require(CouponCodes.Read(code) is not null, "code", CouponCodes.Rule);
        var most = Kind == CouponKind.Percent ? MaxPercent : Limits.MaxChargeAmount;
        errors.Require(Value >= 1 && Value <= most, "$.value", $"must be 1 to {most}");
        errors.Require(ValidUntil > ValidFrom, "$.validUntil", "must be later than validFrom");
        errors.Require(
            TotalUses is >= 1 and <= Limits.MaxCouponUses,
            "$.totalUses",
            $"must be 1 to {Limits.MaxCouponUses}");
        errors.Require(
            UsesPerFan is >= 1 and <= Limits.MaxCouponUses,
            "$.usesPerFan",
            $"must be 1 to {Limits.MaxCouponUses}");
        errors.Require(
            MinimumAmount is >= 0 and <= Limits.MaxBalance,
            "$.minimumAmount",
            $"must be 0 to {Limits.MaxBalance}");
        return errors;
    }

    internal CouponTerms ToTerms() =>
        new(Kind, Value, ValidFrom, ValidUntil, TotalUses, UsesPerFan, MinimumAmount);
}

/// <summary>A coupon.</summary>
/// <param name="Code">In upper case; fans may type it in any case.</param>
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

/// <summary>The codes that fans type: short, and without characters that a URL would escape.</summary>
internal static class CouponCodes
{
    public const string Rule = "must have 1 to 40 letters (A to Z), digits, '-' and '_'";
    public const string Pattern = "^[A-Za-z0-9_-]+$";

    /// <summary>The code without what a keyboard or clipboard put around it; null when it is none.</summary>
    public static string? Read(string typed)
    {
        var code = Texts.CleanCode(typed);
        return code.Length is >= 1 and <= Limits.MaxCouponCodeLength
            && code.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
                ? code
                : null;
    }
}

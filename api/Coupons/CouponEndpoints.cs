using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.Coupons;
using Ticketing.Money;
using Ticketing.Store;

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

    private static async Task<Results<Ok<CouponBody>, Problem>> Get(
        string code, IGrainFactory grains, SalesOptions sales) =>
        CouponCodes.Read(code) is { } known && await Coupon(grains, known).Get() is { } coupon
            ? TypedResults.Ok(CouponBody.Of(coupon, sales))
            : Problems.NotFound.Occurs();

    private static async Task<Results<Ok<CouponBody>, Problem>> Put(
        string code, CouponRequest body, IGrainFactory grains, SalesOptions sales)
    {
        if (body.Check(code) is { Any: true } errors)
            return errors.ToProblem();
        var grain = Coupon(grains, CouponCodes.Read(code)!);
        if (await grain.Get() is { Used: var used } && body.TotalUses < used)
            return PaymentProblems.CouponUsedMore.With("used", used);
        return TypedResults.Ok(CouponBody.Of(await grain.Put(body.ToTerms(sales)), sales));
    }

    private static ICouponGrain Coupon(IGrainFactory grains, string code) =>
        grains.GetGrain<ICouponGrain>(GrainKeys.Coupon(code));
}

/// <summary>The terms of a coupon: its value, and when and how often it can be used.</summary>
/// <param name="Kind">Fixed: an amount. Percent: of the amount, rounded down to whole minor units.</param>
/// <param name="Value">Minor units of the currency, 1 to 100,000,000, or percent, 1 to 100.</param>
/// <param name="ValidUntil">The first moment at which it is no longer valid.</param>
/// <param name="TotalUses">By all fans together, 1 to 100,000,000.</param>
/// <param name="UsesPerFan">By one fan, 1 to 100,000,000.</param>
/// <param name="MinimumAmount">Minor units that the reservation must cost at least; 0 or more.</param>
/// <param name="Currency">
/// The code of ISO 4217 of the amounts; the installation's when not given. Leave it out for a percentage without a
/// minimum: such a coupon is for sales in every currency.
/// </param>
public sealed record CouponRequest(
    CouponKind Kind,
    long Value,
    DateTimeOffset ValidFrom,
    DateTimeOffset ValidUntil,
    int TotalUses,
    int UsesPerFan = 1,
    long MinimumAmount = 0,
    string? Currency = null)
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
        if (Currency is not null && Currencies.Fault(Currency) is { } fault)
            errors.Add("$.currency", fault);
        errors.Require(
            Currency is null || Kind == CouponKind.Fixed || MinimumAmount > 0, "$.currency",
            "must be left out: a percentage without a minimumAmount is for sales in every currency");
        return errors;
    }

    internal CouponTerms ToTerms(SalesOptions sales) =>
        new(Kind, Value, ValidFrom, ValidUntil, TotalUses, UsesPerFan, MinimumAmount)
        {
            Currency = sales.Stored(Currency),
        };
}

/// <summary>A coupon.</summary>
/// <param name="Code">In upper case; fans may type it in any case.</param>
/// <param name="Value">Minor units of the currency, or percent.</param>
/// <param name="Currency">The code of ISO 4217 of its amounts; null when it is for sales in every currency.</param>
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
    string? Currency,
    int Used)
{
    internal static CouponBody Of(CouponView coupon, SalesOptions sales) => new(
        coupon.Code,
        coupon.Terms.Kind,
        coupon.Terms.Value,
        coupon.Terms.ValidFrom,
        coupon.Terms.ValidUntil,
        coupon.Terms.TotalUses,
        coupon.Terms.UsesPerFan,
        coupon.Terms.MinimumAmount,
        CouponRules.NameAmount(coupon.Terms) ? sales.CodeOf(coupon.Terms.Currency) : null,
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

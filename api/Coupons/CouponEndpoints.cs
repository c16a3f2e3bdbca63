using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.Coupons;

namespace Ticketing.Api;

internal static class CouponEndpoints
{
    public static void MapCoupons(this IEndpointRouteBuilder api)
    {
        var coupon = api.MapGroup("/operator/coupons/{code}").WithTags("Operator").RequireOperator();
        coupon.MapGet("/", Get).WithSummary("What a coupon is worth, and how often it was used")
            .Answers(Problems.NotFound);
        coupon.MapPut("/", Put)
            .WithSummary("Make a coupon, or change its terms; what was used stays used")
            .Changes()
            .Answers(PaymentProblems.CouponUsedMore);
    }

    private static async Task<Results<Ok<CouponBody>, Problem>> Get(string code, IGrainFactory grains) =>
        CouponCodes.Is(code) && await Coupon(grains, code).Get() is { } coupon
            ? TypedResults.Ok(CouponBody.Of(coupon))
            : Problems.NotFound.Occurs();

    private static async Task<Results<Ok<CouponBody>, Problem>> Put(
        string code, CouponRequest body, IGrainFactory grains)
    {
        if (body.Check(code) is { Any: true } errors)
            return errors.ToProblem();
        var grain = Coupon(grains, code);
        if (await grain.Get() is { Used: var used } && body.TotalUses < used)
            return PaymentProblems.CouponUsedMore.With("used", used);
        return TypedResults.Ok(CouponBody.Of(await grain.Put(body.ToTerms())));
    }

    private static ICouponGrain Coupon(IGrainFactory grains, string code) =>
        grains.GetGrain<ICouponGrain>(GrainKeys.Coupon(code));
}

namespace Ticketing.Api;

/// <summary>Pay in full from the balance.</summary>
/// <param name="CouponCode">1 to 40 letters, digits, '-' and '_'; upper and lower case are the same.</param>
public sealed record PaymentRequest(string? CouponCode = null)
{
    internal FieldProblems Check()
    {
        var errors = new FieldProblems();
        errors.Require(CouponCode is null || CouponCodes.Is(CouponCode), "$.couponCode", CouponCodes.Rule);
        return errors;
    }
}

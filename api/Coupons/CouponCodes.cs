namespace Ticketing.Api;

/// <summary>What fans type: short, and nothing that is confused in an address.</summary>
internal static class CouponCodes
{
    public const string Rule = "A coupon has 1 to 40 letters, digits, '-' and '_'.";
    public const string Pattern = "^[A-Za-z0-9_-]+$";

    public static bool Is(string code) =>
        code.Length is >= 1 and <= Limits.MaxCouponCodeLength
        && code.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}

using System.Globalization;
using System.Numerics;

namespace Ticketing.Tickets;

/// <summary>
/// With (r, s) also (r, n - s) is a signature: only the one whose s is in the lower half is taken, or a code could be
/// altered and still be good.
/// </summary>
internal static class LowHalf
{
    private const int NumberBytes = 32;

    /// <summary>The order of the curve P-256 (FIPS 186-5, SP 800-186).</summary>
    private static readonly BigInteger Order = BigInteger.Parse(
        "0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551",
        NumberStyles.AllowHexSpecifier,
        CultureInfo.InvariantCulture);

    private static readonly BigInteger Half = Order / 2;

    public static bool Holds(ReadOnlySpan<byte> signature) => SecondOf(signature) <= Half;

    public static void Bring(Span<byte> signature)
    {
        var second = SecondOf(signature);
        if (second <= Half) return;
        var written = signature[NumberBytes..];
        written.Clear();
        var lower = Order - second;
        var end = written[(NumberBytes - lower.GetByteCount(isUnsigned: true))..];
        lower.TryWriteBytes(end, out _, isUnsigned: true, isBigEndian: true);
    }

    private static BigInteger SecondOf(ReadOnlySpan<byte> signature) =>
        new(signature[NumberBytes..], isUnsigned: true, isBigEndian: true);
}

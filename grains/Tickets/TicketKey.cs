using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;

namespace Ticketing.Tickets;

/// <summary>A key that signs tickets: ECDSA on the curve P-256, with SHA-256.</summary>
internal sealed class TicketKey
{
    public const int IdBytes = 6;

    private const string Curve = "1.2.840.10045.3.1.7";

    // ECDsa instances are not thread-safe.
    private readonly ThreadLocal<ECDsa> signer;

    private TicketKey(ECParameters parameters, byte[] publicKey)
    {
        signer = new ThreadLocal<ECDsa>(() => ECDsa.Create(parameters));
        Point = parameters.Q;
        IdHead = SHA256.HashData(publicKey)[..IdBytes];
        Id = Base64Url.EncodeToString(IdHead);
    }

    /// <summary>The first 6 bytes of the SHA-256 of the public key's SubjectPublicKeyInfo, in base64url.</summary>
    public string Id { get; }

    /// <summary>The key id as contained in codes.</summary>
    public byte[] IdHead { get; }

    public ECPoint Point { get; }

    public TicketPublicKey Public => new(
        Id, Base64Url.EncodeToString(Point.X), Base64Url.EncodeToString(Point.Y));

    /// <summary>Null when the text is not a private key on this curve.</summary>
    public static TicketKey? Read(string text)
    {
        try
        {
            using var key = ECDsa.Create();
            if (text.Contains("-----BEGIN", StringComparison.Ordinal)) key.ImportFromPem(text);
            else Import(key, Convert.FromBase64String(text));
            var parameters = key.ExportParameters(includePrivateParameters: true);
            return parameters is { D: not null, Curve.Oid.Value: Curve }
                ? new TicketKey(parameters, key.ExportSubjectPublicKeyInfo())
                : null;
        }
        catch (Exception e) when (e is CryptographicException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>
    /// Accepts PKCS #8 and SEC 1: the output of 'openssl genpkey -outform DER' depends on its version.
    /// </summary>
    private static void Import(ECDsa key, byte[] der)
    {
        try
        {
            key.ImportPkcs8PrivateKey(der, out _);
        }
        catch (CryptographicException)
        {
            key.ImportECPrivateKey(der, out _);
        }
    }

    /// <param name="signature">64 bytes: r and s.</param>
    public void Sign(ReadOnlySpan<byte> data, Span<byte> signature)
    {
        signer.Value!.SignData(data, signature, HashAlgorithmName.SHA256);
        LowHalf.Bring(signature);
    }

    public bool HasSigned(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        LowHalf.Holds(signature) && signer.Value!.VerifyData(data, signature, HashAlgorithmName.SHA256);
}

/// <summary>A public key for checking tickets offline: a point on the curve P-256.</summary>
/// <param name="Id">The key id as contained in codes, in base64url.</param>
/// <param name="X">32 bytes, big-endian, in base64url; so is <paramref name="Y"/>.</param>
public sealed record TicketPublicKey(string Id, string X, string Y);

/// <summary>
/// When (r, s) is a valid signature, so is (r, n - s): a code could be altered and stay valid. Only signatures with s
/// in the lower half are therefore accepted.
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

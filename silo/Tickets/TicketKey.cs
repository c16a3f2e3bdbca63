using System.Buffers.Text;
using System.Security.Cryptography;

namespace Ticketing.Tickets;

/// <summary>A key that signs tickets: ECDSA on the curve P-256, with SHA-256.</summary>
internal sealed class TicketKey
{
    public const int IdBytes = 6;

    private const string Curve = "1.2.840.10045.3.1.7";

    // An instance is not for several threads at once.
    private readonly ThreadLocal<ECDsa> signer;

    private TicketKey(ECParameters parameters, byte[] publicKey)
    {
        signer = new ThreadLocal<ECDsa>(() => ECDsa.Create(parameters));
        Point = parameters.Q;
        IdHead = SHA256.HashData(publicKey)[..IdBytes];
        Id = Base64Url.EncodeToString(IdHead);
    }

    /// <summary>The head of the SHA-256 of the public key's SubjectPublicKeyInfo, in base64url.</summary>
    public string Id { get; }

    /// <summary>The same as it stands in codes.</summary>
    public byte[] IdHead { get; }

    public ECPoint Point { get; }

    public TicketPublicKey Public => new(
        Id, Base64Url.EncodeToString(Point.X), Base64Url.EncodeToString(Point.Y));

    /// <summary>Null when it is no private key on that curve.</summary>
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

    /// <summary>PKCS #8, or SEC 1: which one 'openssl genpkey -outform DER' writes depends on its version.</summary>
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

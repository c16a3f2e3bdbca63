using System.Security.Cryptography;

namespace Ticketing.Tests.Support;

/// <summary>The keys that sign the tickets of the tests, made once per run.</summary>
internal static class TicketKeys
{
    public static readonly string Signing = Make();

    private static string Make()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Convert.ToBase64String(key.ExportPkcs8PrivateKey());
    }
}

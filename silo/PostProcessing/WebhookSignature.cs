using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Ticketing.PostProcessing;

/// <summary>The signature of standardwebhooks.com, version 1. Pure.</summary>
public static class WebhookSignature
{
    /// <param name="seconds">Unix time.</param>
    public static string Of(ReadOnlySpan<byte> key, string id, long seconds, ReadOnlySpan<byte> body)
    {
        var head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{seconds}."));
        return $"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, [.. head, .. body]))}";
    }
}

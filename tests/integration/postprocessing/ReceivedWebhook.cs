using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Ticketing.Tests.PostProcessing;

/// <summary>A webhook as received, with the checks that a receiver makes.</summary>
internal sealed record ReceivedWebhook(
    string Method, string Path, string Id, string Timestamp, string Signature, string? ContentType, string Body)
{
    public JsonNode Json => JsonNode.Parse(Body)!;

    public DateTimeOffset SignedAt =>
        DateTimeOffset.FromUnixTimeSeconds(long.Parse(Timestamp, CultureInfo.InvariantCulture));

    /// <summary>Checks the signature as standardwebhooks.com specifies.</summary>
    public bool IsSignedWith(string secret)
    {
        var key = Convert.FromBase64String(secret.Replace("whsec_", "", StringComparison.Ordinal));
        var digest = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{Id}.{Timestamp}.{Body}"));
        return Signature == "v1," + Convert.ToBase64String(digest);
    }
}

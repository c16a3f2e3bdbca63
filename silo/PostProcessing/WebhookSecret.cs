namespace Ticketing.PostProcessing;

/// <summary>
/// The key of a webhook's signature as standardwebhooks.com has it: 24 to 64 bytes in base64, with or without
/// <c>whsec_</c> before it.
/// </summary>
public static class WebhookSecret
{
    public const int MinBytes = 24;
    public const int MaxBytes = 64;
    private const string Prefix = "whsec_";

    /// <summary>Null when it is none.</summary>
    public static byte[]? TryRead(string secret)
    {
        var encoded = secret.StartsWith(Prefix, StringComparison.Ordinal) ? secret[Prefix.Length..] : secret;
        var bytes = new byte[MaxBytes];
        return Convert.TryFromBase64String(encoded, bytes, out var length) && length >= MinBytes
            ? bytes[..length]
            : null;
    }
}

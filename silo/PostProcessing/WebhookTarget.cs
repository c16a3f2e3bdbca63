namespace Ticketing.PostProcessing;

/// <summary>Where a webhook goes, and with what it is signed.</summary>
/// <param name="Section">Of the configuration; names the target in messages.</param>
internal sealed record WebhookTarget(string Section, Uri Url, byte[] Key)
{
    /// <summary>For messages. Paths and queries may hold secrets.</summary>
    public string Name => $"the webhook of {Section} at {Url.GetLeftPart(UriPartial.Authority)}";

    /// <param name="url">Valid, as is the secret.</param>
    public static WebhookTarget Of(string section, string url, string secret) =>
        new(section, new Uri(url, UriKind.Absolute), WebhookSecret.TryRead(secret)!);

    public static IEnumerable<string> Problems(string section, string url, string secret)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address)
            || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
            yield return $"{section}:Url must be an http or https address.";
        else if (address.UserInfo.Length > 0)
            yield return $"{section}:Url must not name a user or a password: messages are signed with the secret.";
        if (WebhookSecret.TryRead(secret) is null)
            yield return $"{section}:Secret must be {WebhookSecret.MinBytes} to {WebhookSecret.MaxBytes} bytes in "
                + "base64, with or without whsec_ before them (openssl rand -base64 32 makes one).";
    }
}

namespace Ticketing.PostProcessing;

/// <summary>How fans are told; section <c>Ticketing:Notifications</c> of the configuration.</summary>
public sealed record NotificationOptions
{
    public const string Section = "Ticketing:Notifications";

    /// <summary>Log writes a line; Webhook posts to <see cref="Url"/>; None tells nobody.</summary>
    public NotificationKind Kind { get; init; }

    /// <summary>An http or https address, for Webhook.</summary>
    public string Url { get; init; } = "";

    /// <summary>
    /// What signs, for Webhook: 24 to 64 bytes in base64, with or without <c>whsec_</c> before them
    /// (standardwebhooks.com).
    /// </summary>
    public string Secret { get; init; } = "";
}

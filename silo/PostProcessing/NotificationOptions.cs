namespace Ticketing.PostProcessing;

/// <summary>How fans are told; section <c>Ticketing:Notifications</c> of the configuration.</summary>
public sealed record NotificationOptions
{
    public const string Section = "Ticketing:Notifications";

    /// <summary>Log writes a line; Webhook posts to <see cref="Url"/>; None tells nobody.</summary>
    public NotificationKind Kind { get; init; }

    /// <summary>An http or https address, for Webhook.</summary>
    public string Url { get; init; } = "";

    /// <summary>What signs, for Webhook; see <see cref="WebhookSecret"/>.</summary>
    public string Secret { get; init; } = "";
}

using Microsoft.Extensions.Options;

namespace Ticketing.Messaging;

/// <summary>How fans are notified; section <c>Ticketing:Notifications</c> of the configuration.</summary>
public sealed record NotificationOptions
{
    public const string Section = "Ticketing:Notifications";

    /// <summary>
    /// Log writes a log line of level Debug (<c>Logging:LogLevel:Ticketing.Messaging.LogNotifier=Debug</c> shows them);
    /// Webhook posts to <see cref="Url"/>; None sends nothing.
    /// </summary>
    public NotificationKind Kind { get; init; }

    /// <summary>An http or https address, for Webhook.</summary>
    public string Url { get; init; } = "";

    /// <summary>
    /// The signing key, for Webhook: 24 to 64 bytes in base64, with or without the prefix <c>whsec_</c>
    /// (standardwebhooks.com).
    /// </summary>
    public string Secret { get; init; } = "";
}

/// <summary>Reports at the start which values of <see cref="NotificationOptions"/> are invalid.</summary>
internal sealed class NotificationOptionsValidation : IValidateOptions<NotificationOptions>
{
    public ValidateOptionsResult Validate(string? name, NotificationOptions options)
    {
        var problems = Problems(options).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Problems(NotificationOptions options)
    {
        if (!Enum.IsDefined(options.Kind))
            return [$"{NotificationOptions.Section}:Kind is {options.Kind}; it must be Log, Webhook or None."];
        return options.Kind == NotificationKind.Webhook
            ? WebhookTarget.Problems(NotificationOptions.Section, options.Url, options.Secret)
            : [];
    }
}

/// <summary>How messages to fans are sent.</summary>
public enum NotificationKind
{
    Log,
    Webhook,
    None,
}

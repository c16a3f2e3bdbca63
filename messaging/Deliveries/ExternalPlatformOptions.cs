using Microsoft.Extensions.Options;

namespace Ticketing.Messaging;

/// <summary>
/// The platform that is notified of sales; section <c>Ticketing:ExternalPlatform</c> of the configuration.
/// </summary>
public sealed record ExternalPlatformOptions
{
    public const string Section = "Ticketing:ExternalPlatform";

    /// <summary>An http or https address; when empty, nothing is sent.</summary>
    public string Url { get; init; } = "";

    /// <summary>
    /// The signing key: 24 to 64 bytes in base64, with or without the prefix <c>whsec_</c> (standardwebhooks.com).
    /// </summary>
    public string Secret { get; init; } = "";
}

/// <summary>Reports at the start which values of <see cref="ExternalPlatformOptions"/> are invalid.</summary>
internal sealed class ExternalPlatformOptionsValidation : IValidateOptions<ExternalPlatformOptions>
{
    public ValidateOptionsResult Validate(string? name, ExternalPlatformOptions options)
    {
        if (options is { Url: "", Secret: "" }) return ValidateOptionsResult.Success;
        var problems = WebhookTarget
            .Problems(ExternalPlatformOptions.Section, options.Url, options.Secret).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}

namespace Ticketing.PostProcessing;

/// <summary>
/// The platform that is told what is sold; section <c>Ticketing:ExternalPlatform</c> of the configuration.
/// </summary>
public sealed record ExternalPlatformOptions
{
    public const string Section = "Ticketing:ExternalPlatform";

    /// <summary>An http or https address; without one nothing is sent.</summary>
    public string Url { get; init; } = "";

    /// <summary>
    /// What signs: 24 to 64 bytes in base64, with or without <c>whsec_</c> before them (standardwebhooks.com).
    /// </summary>
    public string Secret { get; init; } = "";
}

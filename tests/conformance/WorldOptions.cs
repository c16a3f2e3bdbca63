namespace Ticketing.Tests.Conformance;

/// <summary>What a test sets, in words that both hosts know.</summary>
public sealed record WorldOptions
{
    /// <summary>By the real clock on Orleans: long, for busy machines and tests of something else.</summary>
    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromMinutes(3);

    public TimeSpan CollectionAge { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>0 is no bound.</summary>
    public int MailboxLimit { get; init; }
}

namespace Ticketing.Tests.Conformance;

/// <summary>Options of a test that both hosts support.</summary>
public sealed record WorldOptions
{
    /// <summary>By the real clock on Orleans; long, for busy machines and for tests of something else.</summary>
    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromMinutes(3);

    public TimeSpan CollectionAge { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Requests that one activation takes; 0 for no bound.</summary>
    public int MailboxLimit { get; init; }
}

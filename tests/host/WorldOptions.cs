namespace Ticketing.Tests.Host;

/// <summary>What a test sets, in words that both hosts know.</summary>
public sealed record WorldOptions
{
    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan CollectionAge { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>0 is no bound.</summary>
    public int MailboxLimit { get; init; }
}

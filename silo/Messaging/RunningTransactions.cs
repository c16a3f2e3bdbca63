namespace Ticketing.Messaging;

/// <summary>Where the database's transactions stood at a look at the outbox.</summary>
/// <param name="Oldest">All before this one had ended; what they wrote was seen.</param>
/// <param name="Next">None from this one on had written anything.</param>
internal readonly record struct RunningTransactions(long Oldest, long Next);

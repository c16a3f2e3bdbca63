namespace Ticketing.Queues;

/// <param name="Place">Set when the result is <see cref="JoinResult.Joined"/>.</param>
[GenerateSerializer, Immutable, Alias("JoinOutcome")]
public sealed record JoinOutcome(
    [property: Id(0)] JoinResult Result,
    [property: Id(1)] QueuePlace? Place = null);

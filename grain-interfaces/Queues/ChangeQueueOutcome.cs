namespace Ticketing.Queues;

/// <param name="Standing">How the queue stands now; null when there is no such schedule.</param>
[GenerateSerializer, Immutable, Alias("ChangeQueueOutcome")]
public sealed record ChangeQueueOutcome(
    [property: Id(0)] ChangeQueueResult Result,
    [property: Id(1)] QueueStanding? Standing = null);

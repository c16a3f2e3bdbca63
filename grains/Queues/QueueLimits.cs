namespace Ticketing.Queues;

/// <summary>Bounds of the calls of a queue, beside those in <see cref="Limits"/>.</summary>
public static class QueueLimits
{
    /// <summary>
    /// Batches of joins in flight from one process. The places of the second batch are read while the first is being
    /// committed.
    /// </summary>
    public const int JoinBatchesInFlight = 2;

    /// <summary>Maximum number of fans who enter in one commit.</summary>
    public const int EntriesPerBatch = 500;

    /// <summary>
    /// Maximum number of fans who wait to enter one queue; further ones get a <c>StoreOverloadedException</c>.
    /// </summary>
    public const int EntriesWaiting = 10_000;

    /// <summary>The same for the other calls of a queue, which are one commit each or one batch of joins.</summary>
    public const int CallsWaiting = 10_000;

    /// <summary>The most times that a queue may give one place more time to take its turn.</summary>
    public const int MaxMoreTimes = 10;

    /// <summary>
    /// Numbers of places given back while they waited that a queue publishes. An api process that misses more than
    /// that reads the places of its fans again.
    /// </summary>
    public const int LeaversPublished = 256;
}

namespace Ticketing.Telemetry;

/// <summary>
/// What stands in the database at one moment, over all schedules. Counts stop at <see cref="CountedAtMost"/>: they are
/// to be cheap when there is most to count.
/// </summary>
/// <param name="OldestEventAt">When the oldest event happened that is in the outbox; null when it is empty.</param>
/// <param name="OutboxRows">Up to the bound.</param>
/// <param name="DeadLetters">Those that nobody has replayed, up to the bound.</param>
/// <param name="Waiting">Fans in the queues that are enabled.</param>
/// <param name="LongestQueue">The most of them in one queue.</param>
/// <param name="Admitted">Fans whose turn has come and who have not come yet, up to the bound.</param>
/// <param name="Active">Fans who may reserve, up to the bound.</param>
/// <param name="OrdersUnderWay">Up to the bound.</param>
/// <param name="OrdersStuck">Those that made no step for <see cref="Limits.LostOrderSeconds"/>.</param>
/// <param name="OpenQueues">Queues in which fans wait who could be admitted at once; null: they were not seen.</param>
internal sealed record StandingFacts(
    DateTimeOffset? OldestEventAt,
    long OutboxRows,
    long DeadLetters,
    long Waiting,
    long LongestQueue,
    long Admitted,
    long Active,
    long OrdersUnderWay,
    long OrdersStuck,
    IReadOnlyList<OpenQueue>? OpenQueues)
{
    public const int CountedAtMost = 10_000;
}

using System.Collections.Immutable;
using Orleans.Concurrency;

namespace Ticketing.Queues;

/// <summary>Gathers fans while a batch is in flight to the queue; repeated calls of one fan share one entry.</summary>
[StatelessWorker(1)]
public sealed class QueueEntranceGrain : Grain, IQueueEntranceGrain
{
    private static readonly GatheringBounds Bounds =
        new(Limits.JoinsPerBatch, Limits.JoinsWaiting, QueueLimits.JoinBatchesInFlight);

    private readonly Gathering<Guid, JoinOutcome> joins;

    public QueueEntranceGrain() => joins = new(Bounds, "a place in a queue", SendAll);

    public Task<JoinOutcome> Join(Guid userId) => joins.Add(userId);

    private Task<ImmutableArray<JoinOutcome>> SendAll(ImmutableArray<Guid> users) =>
        GrainFactory.GetGrain<IQueueGrain>(this.GetPrimaryKeyString()).Join(users);
}

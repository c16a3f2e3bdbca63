using Orleans.Concurrency;

namespace Ticketing.Queues;

/// <summary>
/// Where fans come in, one a process; key: the schedule's id. Those who arrive while a batch is under way to the queue
/// make up the next, so that the queue takes hundreds of fans in one turn and one transaction.
/// </summary>
[Alias("Ticketing.IQueueEntranceGrain"), Version(1)]
public interface IQueueEntranceGrain : IGrainWithStringKey
{
    /// <summary>Asking again answers the same place.</summary>
    [AlwaysInterleave, Alias("Join")]
    Task<JoinOutcome> Join(Guid userId);
}

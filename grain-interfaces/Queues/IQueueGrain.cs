using System.Collections.Immutable;
using Orleans.Concurrency;

namespace Ticketing.Queues;

/// <summary>
/// The waiting queue of one schedule; key: the schedule's id. Every change is committed before anybody is told.
/// </summary>
[Alias("Ticketing.IQueueGrain"), Version(1)]
public interface IQueueGrain : IGrainWithStringKey
{
    /// <summary>
    /// Gives every one of these fans a place, in this order; who has one keeps it. The answers are in the same order.
    /// At most <c>Limits.JoinsPerBatch</c>. Fans come through <see cref="IQueueEntranceGrain"/>.
    /// </summary>
    [Alias("Join")]
    Task<ImmutableArray<JoinOutcome>> Join(ImmutableArray<Guid> users);

    /// <summary>The fan is here: whose turn has come becomes active. Safe to repeat.</summary>
    [Alias("Enter")]
    Task<EnterOutcome> Enter(QueuePlace place);

    /// <summary>Gives the place back, waiting or active. Safe to repeat; what has ended stays as it ended.</summary>
    [Alias("Leave")]
    Task Leave(QueuePlace place);

    /// <summary>A reservation's news. When it is lost, the turn ends by its deadline.</summary>
    [OneWay, Alias("Settle")]
    Task Settle(SettledTurn settled);

    /// <summary>Null when there is no such schedule.</summary>
    [AlwaysInterleave, Alias("GetStanding")]
    Task<QueueStanding?> GetStanding();

    /// <summary>Takes effect at once.</summary>
    [Alias("Change")]
    Task<ChangeQueueOutcome> Change(QueueChange change);

    /// <summary>Does what is due: deadlines, the opening, admissions. For timers and the sweeper.</summary>
    [Alias("Drive")]
    Task Drive();
}

using System.Collections.Immutable;
using Ticketing.Queues;

namespace Ticketing.Tests.Api;

/// <summary>A queue that answers what the test says, and the only grain there is.</summary>
internal sealed class KnownQueue : IQueueGrain, IGrainFactory
{
    /// <summary>Null: it cannot be reached.</summary>
    public QueueStanding? Standing { get; set; }

    public EnterOutcome Entered { get; set; } = new(EnterResult.Waiting);

    /// <summary>How often somebody entered.</summary>
    public int Entries { get; private set; }

    public Task<QueueStanding?> GetStanding() =>
        Task.FromResult<QueueStanding?>(Standing ?? throw new TimeoutException("The queue does not answer."));

    public Task<EnterOutcome> Enter(QueuePlace place)
    {
        Entries++;
        return Task.FromResult(Entered);
    }

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey => (TGrainInterface)(object)this;

    public IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey) => this;

    public Task<ImmutableArray<JoinOutcome>> Join(ImmutableArray<Guid> users) => throw new NotSupportedException();

    public Task Leave(QueuePlace place) => throw new NotSupportedException();

    public Task Settle(SettledTurn settled) => throw new NotSupportedException();

    public Task<ChangeQueueOutcome> Change(QueueChange change) => throw new NotSupportedException();

    public Task Drive() => throw new NotSupportedException();
}

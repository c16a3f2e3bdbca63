using System.Collections.Immutable;
using System.Reflection;
using Ticketing.Queues;

namespace Ticketing.Tests.Api;

/// <summary>A queue that answers what the test says.</summary>
internal sealed class KnownQueue : IQueueGrain
{
    public KnownQueue()
    {
        Grains = DispatchProxy.Create<IGrainFactory, OnlyGrain>();
        ((OnlyGrain)(object)Grains).Grain = this;
    }

    /// <summary>Gives this queue for every key, and knows no other way to ask for a grain.</summary>
    public IGrainFactory Grains { get; }

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

    public Task<ImmutableArray<JoinOutcome>> Join(ImmutableArray<Guid> users) => throw new NotSupportedException();

    public Task Leave(QueuePlace place) => throw new NotSupportedException();

    public Task Settle(SettledTurn settled) => throw new NotSupportedException();

    public Task<ChangeQueueOutcome> Change(QueueChange change) => throw new NotSupportedException();

    public Task Drive() => throw new NotSupportedException();

    /// <summary>Stands in for Orleans' factory, which has many ways to name a grain.</summary>
    public class OnlyGrain : DispatchProxy
    {
        public IGrain? Grain { get; set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod?.Name == nameof(IGrainFactory.GetGrain) && args is [string, ..]
                ? Grain
                : throw new NotSupportedException($"{targetMethod}");
    }
}

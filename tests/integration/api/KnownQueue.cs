using System.Collections.Immutable;
using System.Reflection;
using Ticketing.Queues;

namespace Ticketing.Tests.Api;

/// <summary>A queue whose answers the test sets.</summary>
internal sealed class KnownQueue : IQueueGrain
{
    public KnownQueue()
    {
        Grains = DispatchProxy.Create<IGrainFactory, OnlyGrain>();
        ((OnlyGrain)(object)Grains).Grain = this;
    }

    /// <summary>Returns this queue for every key, and supports no other lookup.</summary>
    public IGrainFactory Grains { get; }

    /// <summary>The summary that it answers; when null, it throws as if it could not be reached.</summary>
    public QueueSummary? Summary { get; set; }

    public EnterOutcome Entered { get; set; } = new(EnterResult.Waiting);

    public MoreTimeOutcome MoreTime { get; set; } = new(MoreTimeResult.NoneLeft);

    /// <summary>The requests for more time.</summary>
    public List<Guid> Asked { get; } = [];

    /// <summary>How often a fan entered.</summary>
    public int Entries { get; private set; }

    public Task<QueueSummary?> GetSummary() =>
        Task.FromResult<QueueSummary?>(Summary ?? throw new TimeoutException("The queue does not answer."));

    public Task<EnterOutcome> Enter(QueuePlace place)
    {
        Entries++;
        return Task.FromResult(Entered);
    }

    public Task<ImmutableArray<JoinOutcome>> Join(ImmutableArray<Guid> users) => throw new NotSupportedException();

    public Task<MoreTimeOutcome> GiveMoreTime(AskMoreTime command)
    {
        Asked.Add(command.RequestId);
        return Task.FromResult(MoreTime);
    }

    public Task Leave(QueuePlace place) => throw new NotSupportedException();

    public Task Settle(SettledTurn settled) => throw new NotSupportedException();

    public Task<ChangeQueueOutcome> Change(QueueChange change) => throw new NotSupportedException();

    public Task Drive() => throw new NotSupportedException();

    /// <summary>Implements Orleans' factory, which has many overloads, by a proxy.</summary>
    public class OnlyGrain : DispatchProxy
    {
        public IGrain? Grain { get; set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod?.Name == nameof(IGrainFactory.GetGrain) && args is [string, ..]
                ? Grain
                : throw new NotSupportedException($"{targetMethod}");
    }
}

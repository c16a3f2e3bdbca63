using System.Threading.Channels;
using Ticketing.Storage;

namespace Ticketing.Messaging;

/// <summary>
/// Gives one group its events, in order, and no more at a time than <see cref="EventOptions.MaxInFlight"/>. Further
/// events wait here, so a group that hangs costs the others only memory. The relay bounds that memory.
/// </summary>
internal sealed class GroupWindow
{
    private readonly Channel<WaitingEvent> waiting =
        Channel.CreateUnbounded<WaitingEvent>(new UnboundedChannelOptions { SingleReader = true });

    private readonly GroupBacklog backlog;
    private readonly SemaphoreSlim room;

    public GroupWindow(IConsumerGroup group, int maxInFlight, GroupBacklog backlog, ILogger log)
    {
        Group = group;
        this.backlog = backlog;
        room = new SemaphoreSlim(maxInFlight);
        BackgroundWork.Start(HandOutAsync, bug => log.BatchBroke(group.Name, bug));
    }

    public IConsumerGroup Group { get; }

    /// <summary>Completes as <see cref="IConsumerGroup.HandleAsync"/> does.</summary>
    public Task HandleAsync(OutboxEvent received, CancellationToken stopping)
    {
        var arrived = new WaitingEvent(received, backlog, stopping);
        waiting.Writer.TryWrite(arrived); // an unbounded channel takes everything
        return arrived.Done;
    }

    private async Task HandOutAsync()
    {
        await foreach (var next in waiting.Reader.ReadAllAsync())
        {
            await room.WaitAsync();
            _ = HandleAsync(next);
        }
    }

    private async Task HandleAsync(WaitingEvent next)
    {
        try
        {
            if (next.Take() is { } received) await Group.HandleAsync(received, next.Stopping);
            next.Complete(fault: null);
        }
        catch (Exception fault)
        {
            next.Complete(fault); // the relay logs it and starts again
        }
        finally
        {
            room.Release();
        }
    }
}

/// <summary>An event that waits for room in the window of its group.</summary>
internal sealed class WaitingEvent
{
    // Continuations run inline: they only note that the event is done.
    private readonly TaskCompletionSource done = new();
    private readonly CancellationTokenRegistration abandoned;
    private readonly GroupBacklog backlog;
    private OutboxEvent? received;

    public WaitingEvent(OutboxEvent received, GroupBacklog backlog, CancellationToken stopping)
    {
        this.received = received;
        this.backlog = backlog;
        Stopping = stopping;
        backlog.Begin();
        abandoned = stopping.UnsafeRegister(
            static (waiting, token) => ((WaitingEvent)waiting!).Abandon(token), this);
    }

    public CancellationToken Stopping { get; }

    public Task Done => done.Task;

    /// <summary>
    /// The event; null when its sender has stopped waiting. From now on the group counts it in its backlog.
    /// </summary>
    public OutboxEvent? Take()
    {
        abandoned.Dispose();
        var taken = Interlocked.Exchange(ref received, null);
        if (taken is not null) backlog.End();
        return taken;
    }

    public void Complete(Exception? fault)
    {
        if (fault is null) done.TrySetResult();
        else if (fault is OperationCanceledException) done.TrySetCanceled(Stopping);
        else done.TrySetException(fault);
    }

    /// <summary>Lets go of the event at once, because a group that hangs may never get to it.</summary>
    private void Abandon(CancellationToken token)
    {
        if (Interlocked.Exchange(ref received, null) is null) return;
        backlog.End();
        done.TrySetCanceled(token);
    }
}

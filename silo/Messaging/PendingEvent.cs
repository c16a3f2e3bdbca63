using Ticketing.Events;
using Ticketing.Storage;
using Ticketing.Telemetry;

namespace Ticketing.Messaging;

/// <summary>An event that a group has not done with, and who waits for it.</summary>
internal sealed class PendingEvent
{
    // Continues where the group tells it: what waits only notes that it is done.
    private readonly TaskCompletionSource done = new();
    private readonly CancellationTokenRegistration givenUp;
    private readonly GroupBacklog backlog;

    public PendingEvent(
        OutboxEvent received, LaneKey lane, Delivery? delivery, GroupBacklog backlog, CancellationToken stopping)
    {
        this.backlog = backlog;
        backlog.Begin();
        Received = received;
        Lane = lane;
        Delivery = delivery;
        Stopping = stopping;
        givenUp = stopping.UnsafeRegister(
            static (pending, token) => ((PendingEvent)pending!).GiveUp(token), this);
    }

    public OutboxEvent Received { get; }

    public LaneKey Lane { get; }

    /// <summary>Null when nobody can read it.</summary>
    public Delivery? Delivery { get; }

    public CancellationToken Stopping { get; }

    /// <summary>Nobody waits for it any more: it is not handed to the grain.</summary>
    public bool IsGivenUp => Stopping.IsCancellationRequested;

    public List<FailedAttempt> Attempts { get; } = [];

    public Task Done => done.Task;

    public KeyLine Line { get; set; } = null!;

    /// <summary>The next of its key.</summary>
    public PendingEvent? Next { get; set; }

    public void Complete()
    {
        givenUp.Dispose();
        if (done.TrySetResult()) backlog.End();
    }

    private void GiveUp(CancellationToken token)
    {
        if (done.TrySetCanceled(token)) backlog.End();
    }
}

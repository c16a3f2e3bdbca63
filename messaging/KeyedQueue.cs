using Ticketing.Events;
using Ticketing.Storage;

namespace Ticketing.Messaging;

/// <summary>
/// The events that a consumer group has in progress, in order per key and gathered per grain: every key is a line, and
/// the first events of a line get slots in the batch of the grain they are for. An event whose predecessor is for
/// another grain, or is being retried, waits in its line. Holds no more than the caller has in flight.
/// </summary>
/// <param name="start">Called when a batch has work and nothing runs it; must neither block nor run it at once.</param>
internal sealed class KeyedQueue(int maxPerCall, Action<GrainBatch> start)
{
    private readonly Lock guard = new();
    private readonly Dictionary<string, KeyLine> lines = [];
    private readonly Dictionary<GrainBatchKey, GrainBatch> batches = [];

    public void Add(PendingEvent arrived)
    {
        lock (guard)
        {
            var key = arrived.Received.Key;
            if (!lines.TryGetValue(key, out var line)) lines.Add(key, line = new KeyLine());
            arrived.Line = line;
            line.Append(arrived);
            AssignSlots(line);
        }
    }

    /// <summary>The events of the batch's next call; false when none is waiting, and the batch has ended.</summary>
    public bool Take(GrainBatch batch, List<BatchSlot> taken)
    {
        taken.Clear();
        lock (guard)
        {
            while (taken.Count < batch.PerCall && batch.Waiting.TryDequeue(out var slot))
                if (!slot.IsStale)
                    taken.Add(slot);
            if (taken.Count == 0) batches.Remove(batch.Key);
        }

        return taken.Count > 0;
    }

    /// <summary>Puts events that were taken back to the front.</summary>
    public void Return(GrainBatch batch, IEnumerable<BatchSlot> slots)
    {
        lock (guard) batch.Waiting = new Queue<BatchSlot>([.. slots, .. batch.Waiting]);
    }

    /// <summary>The group is done with this event, which is the first of its key.</summary>
    public void Finish(PendingEvent first)
    {
        lock (guard)
        {
            var line = first.Line;
            if (line.First != first)
                throw new InvalidOperationException($"{first.Received.EventId} is done before the first of its key.");
            line.RemoveFirst();
            if (line.First is null) lines.Remove(first.Received.Key);
            else AssignSlots(line);
        }
    }

    /// <summary>From now on the first event of the key is retried alone, until it is finished.</summary>
    public void SetAside(PendingEvent first)
    {
        lock (guard) first.Line.HoldBehindFirst();
    }

    private void AssignSlots(KeyLine line)
    {
        while (line.NextForSlot() is { } next)
        {
            if (batches.TryGetValue(next.Batch, out var batch))
            {
                batch.Waiting.Enqueue(line.TakeSlot());
                continue;
            }

            batches.Add(next.Batch, batch = new GrainBatch(next.Batch, maxPerCall));
            batch.Waiting.Enqueue(line.TakeSlot());
            start(batch);
        }
    }
}

/// <summary>
/// The unfinished events of one key, in order. The first of them have slots in a batch, as long as they are for the
/// same grain; the rest wait. Guarded by <see cref="KeyedQueue"/>.
/// </summary>
internal sealed class KeyLine
{
    private int generation;
    private int slots;
    private bool isHeld;
    private PendingEvent? last;
    private PendingEvent? firstWithoutSlot;

    public PendingEvent? First { get; private set; }

    /// <summary>Increases when all slots become stale; read without the guard while a batch runs.</summary>
    public int Generation => Volatile.Read(ref generation);

    public void Append(PendingEvent arrived)
    {
        if (last is null) First = arrived;
        else last.Next = arrived;
        last = arrived;
        firstWithoutSlot ??= arrived;
    }

    /// <summary>The next event that may have a slot now, or null.</summary>
    public PendingEvent? NextForSlot() =>
        isHeld || firstWithoutSlot is not { } next || (slots > 0 && First!.Batch != next.Batch) ? null : next;

    public BatchSlot TakeSlot()
    {
        var next = firstWithoutSlot!;
        firstWithoutSlot = next.Next;
        slots++;
        return new BatchSlot(next, generation);
    }

    /// <summary>The first event is retried alone; all others lose their slots and wait behind it.</summary>
    public void HoldBehindFirst()
    {
        isHeld = true;
        Volatile.Write(ref generation, generation + 1);
        firstWithoutSlot = First!.Next;
        slots = 0;
    }

    public void RemoveFirst()
    {
        if (isHeld) isHeld = false;
        else slots--;
        First = First!.Next;
        if (First is null) last = null;
    }
}

/// <summary>Events for the same method of the same grain, which go by one call.</summary>
/// <param name="GrainKey">Null for events that no handler can read.</param>
internal readonly record struct GrainBatchKey(Handler Handler, string? GrainKey);

/// <summary>An event in a batch. Stale once an earlier event of its key must be retried first.</summary>
/// <param name="Generation">Of the event's <see cref="KeyLine"/> when the slot was assigned.</param>
internal readonly record struct BatchSlot(PendingEvent Event, int Generation)
{
    public bool IsStale => Event.Line.Generation != Generation;
}

/// <summary>
/// Events that gather for one grain while a call of it is in flight. <see cref="Waiting"/> is guarded by
/// <see cref="KeyedQueue"/>; the rest belongs to the task that runs the batch.
/// </summary>
internal sealed class GrainBatch(GrainBatchKey key, int maxPerCall)
{
    private int perCall = int.MaxValue;

    public GrainBatchKey Key => key;

    public Queue<BatchSlot> Waiting { get; set; } = new();

    /// <summary>The most events of the next call.</summary>
    public int PerCall => Math.Min(perCall, maxPerCall);

    /// <summary>Calls in a row that failed with a transient fault.</summary>
    public int TransientFailures { get; private set; }

    public void Succeeded()
    {
        TransientFailures = 0;
        perCall = PerCall * 2;
    }

    /// <summary>
    /// Halves the next call: if one event causes the fault after all, the others get through in the end.
    /// </summary>
    public void FailedTransiently(int events)
    {
        TransientFailures++;
        perCall = Math.Max(events / 2, 1);
    }
}

/// <summary>An event that a group is not done with, and the task that its sender awaits.</summary>
internal sealed class PendingEvent
{
    // Continuations run inline: they only note that the event is done.
    private readonly TaskCompletionSource done = new();
    private readonly CancellationTokenRegistration abandoned;
    private readonly GroupBacklog backlog;

    public PendingEvent(
        OutboxEvent received, GrainBatchKey batch, Delivery? delivery, GroupBacklog backlog, CancellationToken stopping)
    {
        this.backlog = backlog;
        backlog.Begin();
        Received = received;
        Batch = batch;
        Delivery = delivery;
        Stopping = stopping;
        abandoned = stopping.UnsafeRegister(
            static (pending, token) => ((PendingEvent)pending!).Abandon(token), this);
    }

    public OutboxEvent Received { get; }

    public GrainBatchKey Batch { get; }

    /// <summary>Null when no handler can read the event.</summary>
    public Delivery? Delivery { get; }

    public CancellationToken Stopping { get; }

    /// <summary>The sender has stopped waiting, so the event is not handed to the grain.</summary>
    public bool IsAbandoned => Stopping.IsCancellationRequested;

    public List<FailedAttempt> Attempts { get; } = [];

    public Task Done => done.Task;

    public KeyLine Line { get; set; } = null!;

    /// <summary>The next event of its key.</summary>
    public PendingEvent? Next { get; set; }

    public void Complete()
    {
        abandoned.Dispose();
        if (done.TrySetResult()) backlog.End();
    }

    private void Abandon(CancellationToken token)
    {
        if (done.TrySetCanceled(token)) backlog.End();
    }
}

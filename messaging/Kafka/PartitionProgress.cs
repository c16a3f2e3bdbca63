using Confluent.Kafka;

namespace Ticketing.Messaging;

/// <summary>
/// The events in flight of one partition, from its assignment to its revocation, and the offset up to which all are
/// done. Events complete in any order, on any thread.
/// </summary>
internal sealed class PartitionProgress : IDisposable
{
    private readonly Lock gate = new();
    private readonly Queue<Taken> held = new();
    private readonly CancellationTokenSource givenUp = new();
    private int underWay;
    private long next;
    private Offset done = Offset.Unset;
    private Offset stored = Offset.Unset;
    private bool wentBack;

    public PartitionProgress(TopicPartition partition)
    {
        Partition = partition;
        GivenUp = givenUp.Token;
    }

    public TopicPartition Partition { get; }

    /// <summary>Cancelled by <see cref="Dispose"/>.</summary>
    public CancellationToken GivenUp { get; }

    /// <summary>
    /// The number of events that a new owner would receive again: all from the first unfinished one on.
    /// </summary>
    public int Held
    {
        get
        {
            lock (gate) return held.Count;
        }
    }

    public bool IsIdle
    {
        get
        {
            lock (gate) return underWay == 0;
        }
    }

    public PartitionPosition Position
    {
        get
        {
            lock (gate)
            {
                DateTimeOffset? oldest = null;
                foreach (var taken in held)
                    if (!taken.Handled && !(taken.OccurredAt >= oldest)) oldest = taken.OccurredAt;
                return new PartitionPosition(next, done, oldest);
            }
        }
    }

    /// <summary>
    /// The lowest unfinished offset, when it has changed since the last call; otherwise null. It may be lower than
    /// before: see <see cref="Begin"/>.
    /// </summary>
    /// <param name="isLower">Whether offsets have begun again since the last offset that was committed.</param>
    public TopicPartitionOffset? TakeDone(out bool isLower)
    {
        lock (gate)
        {
            isLower = wentBack;
            if (done == stored) return null;
            stored = done;
            return new TopicPartitionOffset(Partition, done);
        }
    }

    /// <summary>The lower offset of <see cref="TakeDone"/> was committed.</summary>
    public void SettleLower()
    {
        lock (gate) wentBack = false;
    }

    /// <summary>It was not committed: the next call returns it again.</summary>
    public void KeepLower()
    {
        lock (gate) stored = Offset.Unset;
    }

    /// <summary>
    /// Brokers that lost the end of a partition reuse its offsets for other events, and a topic that is created again
    /// begins at 0. Skipping offsets that were seen before would lose those events, so they are handled as all others.
    /// </summary>
    public Taken Begin(Offset offset, DateTimeOffset occurredAt)
    {
        lock (gate)
        {
            wentBack |= offset < next;
            next = offset + 1;
            var taken = new Taken(offset, occurredAt);
            held.Enqueue(taken);
            underWay++;
            return taken;
        }
    }

    /// <param name="handled">False when the event was abandoned: it then blocks the commit of later offsets.</param>
    public void End(Taken taken, bool handled)
    {
        lock (gate)
        {
            underWay--;
            taken.Handled = handled;
            while (held.TryPeek(out var lowest) && lowest.Handled)
            {
                done = lowest.Offset + 1;
                held.Dequeue();
            }
        }
    }

    /// <summary>Cancels the events in flight: another consumer owns the partition. The offsets stay readable.</summary>
    public void Dispose()
    {
        givenUp.Cancel();
        givenUp.Dispose();
    }

    public sealed class Taken(Offset offset, DateTimeOffset occurredAt)
    {
        public Offset Offset => offset;

        public DateTimeOffset OccurredAt => occurredAt;

        public bool Handled { get; set; }
    }
}

/// <summary>The progress of this process in a partition that it owns, all values of the same moment.</summary>
/// <param name="Next">The offset after the last one taken; 0 before the first.</param>
/// <param name="Done">The lowest unfinished offset; negative while unknown.</param>
/// <param name="Oldest">When the oldest unfinished event happened; null when there is none.</param>
internal readonly record struct PartitionPosition(long Next, long Done, DateTimeOffset? Oldest);

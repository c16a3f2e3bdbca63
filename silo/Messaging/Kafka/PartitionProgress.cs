using Confluent.Kafka;

namespace Ticketing.Messaging;

/// <summary>
/// What is under way of a partition, from its assignment until it is taken away, and up to where all is done. Events
/// end in any order, on any thread.
/// </summary>
internal sealed class PartitionProgress(TopicPartition partition) : IDisposable
{
    private readonly Lock gate = new();
    private readonly Queue<Taken> held = new();
    private readonly CancellationTokenSource givenUp = new();
    private int underWay;
    private long next;
    private Offset done = Offset.Unset;
    private Offset stored = Offset.Unset;

    public TopicPartition Partition => partition;

    /// <summary>Cancelled when the partition is somebody else's to handle.</summary>
    public CancellationToken GivenUp => givenUp.Token;

    /// <summary>What a new owner would get again: all from the first that is not done.</summary>
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

    public PartitionStanding Standing
    {
        get
        {
            lock (gate)
            {
                DateTimeOffset? oldest = null;
                foreach (var taken in held)
                    if (!taken.Handled && !(taken.OccurredAt >= oldest)) oldest = taken.OccurredAt;
                return new PartitionStanding(next, done, oldest);
            }
        }
    }

    /// <summary>
    /// The lowest offset that is not done, when that is further than what this told the last time; else null.
    /// </summary>
    public TopicPartitionOffset? TakeDone()
    {
        lock (gate)
        {
            if (done == stored) return null;
            stored = done;
            return new TopicPartitionOffset(partition, done);
        }
    }

    /// <summary>
    /// Brokers that lost the end of a partition give its offsets to other events: to pass over an offset that was taken
    /// before would lose those. So they are taken like all others.
    /// </summary>
    public Taken Begin(Offset offset, DateTimeOffset occurredAt)
    {
        lock (gate)
        {
            next = offset + 1;
            var taken = new Taken(offset, occurredAt);
            held.Enqueue(taken);
            underWay++;
            return taken;
        }
    }

    /// <param name="handled">False when it was given up, so that it holds back what is committed.</param>
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

    public void GiveUp() => givenUp.Cancel();

    public void Dispose() => givenUp.Dispose();

    public sealed class Taken(Offset offset, DateTimeOffset occurredAt)
    {
        public Offset Offset => offset;

        public DateTimeOffset OccurredAt => occurredAt;

        public bool Handled { get; set; }
    }
}

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
    private long last = -1;
    private Offset done = Offset.Unset;
    private Offset stored = Offset.Unset;

    public TopicPartition Partition => partition;

    public bool IsPaused { get; private set; }

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
                return new PartitionStanding(last + 1, done, oldest);
            }
        }
    }

    /// <summary>Pauses some partitions, or lets them go on.</summary>
    public static void Pause(
        IConsumer<string, string> consumer, IEnumerable<PartitionProgress> some, bool paused)
    {
        // No others: to resume one that is not paused sends it back to where it was assigned or paused before.
        var changing = some.Where(partition => partition.IsPaused != paused).ToList();
        if (changing.Count == 0) return;
        var names = changing.Select(partition => partition.Partition);
        if (paused) consumer.Pause(names);
        else consumer.Resume(names);
        changing.ForEach(partition => partition.IsPaused = paused);
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

    /// <summary>Null for what has been taken already: the client may go back a little.</summary>
    public Taken? Begin(Offset offset, DateTimeOffset occurredAt)
    {
        lock (gate)
        {
            if (offset <= last) return null;
            last = offset;
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

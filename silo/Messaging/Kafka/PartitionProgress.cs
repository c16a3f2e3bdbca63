using Confluent.Kafka;

namespace Ticketing.Messaging;

/// <summary>
/// What is under way of a partition, from its assignment until it is taken away, and up to where all is done. Events end
/// in any order, on any thread.
/// </summary>
internal sealed class PartitionProgress(TopicPartition partition) : IDisposable
{
    private readonly Lock gate = new();
    private readonly Queue<Taken> held = new();
    private readonly CancellationTokenSource givenUp = new();
    private int underWay;
    private Offset done = Offset.Unset;
    private Offset committed = Offset.Unset;

    public TopicPartition Partition => partition;

    /// <summary>Cancelled when the partition is somebody else's to handle.</summary>
    public CancellationToken GivenUp => givenUp.Token;

    /// <summary>What a new owner would get again if nothing more were committed.</summary>
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

    /// <summary>The lowest offset that is not done, when that is further than what was committed; else null.</summary>
    public TopicPartitionOffset? Due
    {
        get
        {
            lock (gate) return done == committed ? null : new TopicPartitionOffset(partition, done);
        }
    }

    /// <summary>Called in the order of the offsets.</summary>
    public Taken Begin(Offset offset)
    {
        var taken = new Taken(offset);
        lock (gate)
        {
            held.Enqueue(taken);
            underWay++;
        }

        return taken;
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

    public void Committed(Offset offset)
    {
        lock (gate) committed = offset;
    }

    public void GiveUp() => givenUp.Cancel();

    public void Dispose() => givenUp.Dispose();

    public sealed class Taken(Offset offset)
    {
        public Offset Offset => offset;

        public bool Handled { get; set; }
    }
}

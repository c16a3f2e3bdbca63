using Confluent.Kafka;

namespace Ticketing.Messaging;

/// <summary>
/// How far the group that feeds the read model has got. For the partitions of this process the consumer knows it; for
/// all others the brokers report it, so partitions that no process owns at the moment are covered as well.
/// </summary>
internal sealed class GroupLag(TimeProvider time)
{
    /// <summary>Its name in <see cref="Choreography"/>.</summary>
    public const string Group = "read-model";

    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(KafkaLimits.LagFreshMilliseconds);

    private readonly Lock gate = new();
    private readonly Dictionary<TopicPartition, PartitionLag> all = [];
    private readonly Dictionary<TopicPartition, PartitionProgress> own = [];

    public void Gained(PartitionProgress partition)
    {
        lock (gate) own[partition.Partition] = partition;
    }

    public void Gave(PartitionProgress partition)
    {
        lock (gate) own.Remove(partition.Partition);
    }

    /// <param name="found">For all partitions of the group's topics; see <see cref="PartitionLag.Note"/>.</param>
    public void Note(
        DateTimeOffset at, IEnumerable<(TopicPartition Partition, long End, long Committed)> found)
    {
        lock (gate)
        {
            foreach (var (partition, end, committed) in found)
            {
                if (!all.TryGetValue(partition, out var lag)) all[partition] = lag = new PartitionLag();
                lag.Note(at, end, committed);
            }
        }
    }

    /// <summary>Whether <see cref="PartitionLag.AsOf"/> is known for all partitions.</summary>
    public bool IsKnown
    {
        get
        {
            lock (gate) return all.Count > 0 && all.All(each => each.Value.AsOf(PositionOf(each.Key)) is not null);
        }
    }

    /// <summary>
    /// When the oldest event that may be published and not handled happened. Null: there was none, at most
    /// <see cref="KafkaLimits.LagFreshMilliseconds"/> ago. While the brokers do not answer, the time does not advance.
    /// </summary>
    public DateTimeOffset? Oldest()
    {
        lock (gate)
        {
            var oldest = DateTimeOffset.MaxValue;
            var fresh = time.GetUtcNow() - Fresh;
            foreach (var (partition, lag) in all)
            {
                var position = PositionOf(partition);
                if (position?.Oldest is { } held && held < oldest) oldest = held;
                var asOf = lag.AsOf(position) ?? DateTimeOffset.UnixEpoch;
                if (asOf < fresh && asOf < oldest) oldest = asOf;
            }

            return oldest == DateTimeOffset.MaxValue ? null : oldest;
        }
    }

    private PartitionPosition? PositionOf(TopicPartition partition) =>
        own.TryGetValue(partition, out var progress) ? progress.Position : null;
}

/// <summary>
/// The time up to which all events of a partition are handled, found by comparing earlier ends of the partition with
/// the group's progress. It is known whichever process owns the partition, also while none does.
/// </summary>
internal sealed class PartitionLag
{
    private const int MaxMarks = 64;

    // The last mark is the end that was found most recently.
    private readonly List<Mark> ahead = [];
    private Mark? newest;
    private DateTimeOffset? whole;
    private long committed;

    /// <param name="at">A moment before the end of the partition was requested.</param>
    /// <param name="end">The offset of the next message.</param>
    /// <param name="committed">The lowest offset that is not handled.</param>
    public void Note(DateTimeOffset at, long end, long committed)
    {
        newest = new Mark(at, end);
        this.committed = committed;
        // Of two marks with the same end, the later is the stronger statement. Beyond the bound only resolution is
        // lost.
        if (ahead.Count == MaxMarks || (ahead.Count > 0 && ahead[^1].End == end)) ahead[^1] = newest;
        else ahead.Add(newest);
        Pass(committed);
    }

    /// <summary>
    /// Every event that was published before the returned time is handled, except those that <paramref name="own"/>
    /// holds. Null when nothing is known yet.
    /// </summary>
    /// <param name="own">Null while another process, or none, owns the partition.</param>
    public DateTimeOffset? AsOf(PartitionPosition? own)
    {
        Pass(Math.Max(committed, own?.Done ?? 0));
        var read = Math.Max(committed, own?.Next ?? 0);
        return newest is not null && read >= newest.End ? newest.At : whole;
    }

    private void Pass(long done)
    {
        var passed = ahead.FindLastIndex(mark => mark.End <= done);
        if (passed < 0) return;
        whole = ahead[passed].At;
        ahead.RemoveRange(0, passed + 1);
    }

    private sealed record Mark(DateTimeOffset At, long End);
}

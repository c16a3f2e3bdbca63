using Confluent.Kafka;

namespace Ticketing.Messaging;

/// <summary>
/// How far the group is that feeds the read model: in the partitions of this process by what its consumer holds, in all
/// by what the brokers say. So it is known as well of what no process has at the moment.
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

    /// <param name="found">Of all partitions of the group's topics; see <see cref="PartitionLag.Note"/>.</param>
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

    /// <summary>Whether it is known of all partitions as of when they are handled.</summary>
    public bool IsKnown
    {
        get
        {
            lock (gate) return all.Count > 0 && all.All(each => each.Value.AsOf(Standing(each.Key)) is not null);
        }
    }

    /// <summary>
    /// When the oldest event happened that may be published and not handled. Null: none, as was true not longer than
    /// <see cref="KafkaLimits.LagFreshMilliseconds"/> ago. While the brokers do not answer it stays where it was.
    /// </summary>
    public DateTimeOffset? Oldest()
    {
        lock (gate)
        {
            var oldest = DateTimeOffset.MaxValue;
            var fresh = time.GetUtcNow() - Fresh;
            foreach (var (partition, lag) in all)
            {
                var standing = Standing(partition);
                if (standing?.Oldest is { } held && held < oldest) oldest = held;
                var asOf = lag.AsOf(standing) ?? DateTimeOffset.UnixEpoch;
                if (asOf < fresh && asOf < oldest) oldest = asOf;
            }

            return oldest == DateTimeOffset.MaxValue ? null : oldest;
        }
    }

    private PartitionStanding? Standing(TopicPartition partition) =>
        own.TryGetValue(partition, out var progress) ? progress.Standing : null;
}

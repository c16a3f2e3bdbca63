using Confluent.Kafka;
using Ticketing.Telemetry;

namespace Ticketing.Messaging;

/// <summary>Counts what is published and not handled in the partitions of one consumer.</summary>
internal static class PublishedBacklog
{
    /// <summary>By what the client remembers of its last fetches: no broker is asked.</summary>
    public static void Tell(
        this GroupBacklog backlog, IConsumer<string, string> consumer, IEnumerable<PartitionProgress> partitions) =>
        backlog.Publish(partitions.Sum(partition => Of(
            partition.Standing, partition.Held, consumer.GetWatermarkOffsets(partition.Partition).High)));

    /// <param name="held">What was taken and not passed as done.</param>
    /// <param name="end">The offset of the next event; negative before anything was fetched.</param>
    internal static long Of(PartitionStanding standing, int held, long end)
    {
        // Before the first has ended it is only known how many were taken; before the first was taken, nothing.
        var done = standing.Done >= 0 ? standing.Done : standing.Next - held;
        return end < 0 || standing.Next == 0 ? held : Math.Max(held, end - done);
    }
}

using Confluent.Kafka;
using Ticketing.Messaging;

namespace Ticketing.Tests.Kafka;

public sealed class PartitionProgressTests
{
    [Fact]
    public void An_offset_that_was_taken_before_is_taken_again()
    {
        using var partition = new PartitionProgress(new TopicPartition("topic", 0));
        Handle(partition, 7);
        Assert.Equal(8, partition.TakeDone(out var isLower)!.Offset.Value);
        Assert.False(isLower);

        Handle(partition, 3); // the brokers lost 3 to 7 and gave 3 to another event

        Assert.Equal(4, partition.TakeDone(out isLower)!.Offset.Value);
        Assert.True(isLower);
        Assert.Equal(4, partition.Position.Next);
    }

    [Fact]
    public void A_lower_offset_that_could_not_be_committed_is_told_again_until_it_is()
    {
        using var partition = new PartitionProgress(new TopicPartition("topic", 0));
        Handle(partition, 7);
        partition.TakeDone(out _);
        Handle(partition, 3);
        partition.TakeDone(out _);
        partition.KeepLower();

        Assert.Equal(4, partition.TakeDone(out var isLower)!.Offset.Value);
        Assert.True(isLower);
        partition.SettleLower();
        Assert.Null(partition.TakeDone(out isLower));
        Assert.False(isLower);
    }

    [Fact]
    public void A_partition_that_is_given_away_cancels_its_events_and_still_tells_its_offset()
    {
        var partition = new PartitionProgress(new TopicPartition("topic", 0));
        Handle(partition, 7);
        var left = partition.Begin(8, DateTimeOffset.UnixEpoch);

        partition.Dispose();

        Assert.True(partition.GivenUp.IsCancellationRequested);
        partition.End(left, handled: false);
        Assert.Equal(8, partition.TakeDone(out _)!.Offset.Value);
    }

    private static void Handle(PartitionProgress partition, long offset) =>
        partition.End(partition.Begin(offset, DateTimeOffset.UnixEpoch), handled: true);
}

using Confluent.Kafka;

namespace Ticketing.Messaging;

/// <summary>What librdkafka is set up with.</summary>
internal static class KafkaSettings
{
    private const int MegabytesWaitingToBeSent = 64;
    private const int MegabytesTakenAhead = 16;

    public static ProducerConfig Producer(KafkaOptions options) => new(Client(options))
    {
        EnableIdempotence = true,
        Acks = Acks.All,
        // Where every other client would put a key.
        Partitioner = Partitioner.Murmur2Random,
        LingerMs = 1,
        MessageTimeoutMs = options.MessageTimeoutSeconds * 1_000,
        RequestTimeoutMs = Math.Min(options.MessageTimeoutSeconds, 10) * 1_000,
        QueueBufferingMaxKbytes = MegabytesWaitingToBeSent * 1_024,
    };

    public static ConsumerConfig Consumer(KafkaOptions options, string group) => new(Client(options))
    {
        GroupId = options.TopicPrefix + group,
        PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky,
        SessionTimeoutMs = options.SessionTimeoutSeconds * 1_000,
        HeartbeatIntervalMs = Math.Min(3_000, options.SessionTimeoutSeconds * 1_000 / 3),
        // Nothing is committed but what the consumer has stored as done. The client's own timer commits it, because it
        // knows when the group rebalances and holds its commits back meanwhile.
        EnableAutoOffsetStore = false,
        EnableAutoCommit = true,
        AutoCommitIntervalMs = KafkaLimits.CommitMilliseconds,
        // A new group has everything to do that is there.
        AutoOffsetReset = AutoOffsetReset.Earliest,
        FetchWaitMaxMs = options.FetchWaitMilliseconds,
        QueuedMaxMessagesKbytes = MegabytesTakenAhead * 1_024,
    };

    public static AdminClientConfig Admin(KafkaOptions options) => new(Client(options));

    private static ClientConfig Client(KafkaOptions options) => new(options.Security.ToDictionary())
    {
        BootstrapServers = options.BootstrapServers,
        ClientId = "ticketing",
        SocketKeepaliveEnable = true,
        // Brokers that are back are found within seconds.
        ReconnectBackoffMs = 100,
        ReconnectBackoffMaxMs = 2_000,
    };
}

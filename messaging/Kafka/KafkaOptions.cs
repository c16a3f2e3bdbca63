using System.Text.RegularExpressions;
using Confluent.Kafka;
using Microsoft.Extensions.Options;

namespace Ticketing.Messaging;

/// <summary>The brokers and how they are used; section <c>Ticketing:Events:Kafka</c> of the configuration.</summary>
public sealed record KafkaOptions
{
    public const string Section = $"{EventOptions.Section}:Kafka";

    /// <summary>Some of the brokers, as host:port, separated by commas.</summary>
    public string BootstrapServers { get; init; } = "";

    /// <summary>Prefix of the names of topics and groups, for installations that share the brokers.</summary>
    public string TopicPrefix { get; init; } = "";

    /// <summary>
    /// Partitions of a topic that this process creates; as many processes can share a group's work. An existing topic
    /// keeps its number: another one would move keys to other partitions, and so break their order.
    /// </summary>
    public int PartitionsPerTopic { get; init; } = 12;

    /// <summary>
    /// Replication factor of a topic that this process creates: 1 to 100, or -1 for the broker's default, which brokers
    /// before 2.4 do not have.
    /// </summary>
    public int ReplicationFactor { get; init; } = -1;

    /// <summary>
    /// How long the client tries to send an event before the event is handed to it again. Retries never end.
    /// </summary>
    public int MessageTimeoutSeconds { get; init; } = 30;

    /// <summary>
    /// After this long without a heartbeat, the partitions of a process move to the others of its groups. Brokers
    /// reject less than their group.min.session.timeout.ms, 6 s by default.
    /// </summary>
    public int SessionTimeoutSeconds { get; init; } = 10;

    /// <summary>The most events of one group in flight in this process. At the bound, consuming is paused.</summary>
    public int MaxInFlightPerGroup { get; init; } = 2_000;

    /// <summary>
    /// How long a broker holds a fetch request while there is nothing new; new events are returned at once.
    /// </summary>
    public int FetchWaitMilliseconds { get; init; } = 500;

    /// <summary>
    /// Properties of librdkafka that begin with <c>security.</c>, <c>sasl.</c>, <c>ssl.</c>, <c>enable.ssl.</c> or
    /// <c>enable.sasl.</c>, named as in its CONFIGURATION.md.
    /// </summary>
    public IReadOnlyDictionary<string, string> Security { get; init; } = new Dictionary<string, string>();

    /// <summary>The topic's name at the brokers.</summary>
    public string NameOf(string topic) => TopicPrefix + topic;

    /// <summary>The name of the topic of its dead letters.</summary>
    public string DeadLetterNameOf(string topic) => $"{TopicPrefix}{topic}.dlq";
}

/// <summary>Reports at the start which values of <see cref="KafkaOptions"/> are invalid.</summary>
internal sealed partial class KafkaOptionsValidation : IValidateOptions<KafkaOptions>
{
    private static readonly string[] SecurityProperties = ["security.", "sasl.", "ssl.", "enable.ssl.", "enable.sasl."];

    public ValidateOptionsResult Validate(string? name, KafkaOptions options)
    {
        var problems = Problems(options).Select(problem => $"{KafkaOptions.Section}:{problem}").ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Problems(KafkaOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.BootstrapServers))
            yield return "BootstrapServers is missing: some of the brokers, as host:port, separated by commas.";
        if (!Prefix().IsMatch(options.TopicPrefix))
            yield return $"TopicPrefix is '{options.TopicPrefix}'; it may have up to 100 letters, digits, '.', '_' "
                + "and '-'.";
        if (options.ReplicationFactor is not (-1 or (>= 1 and <= 100)))
            yield return $"ReplicationFactor is {options.ReplicationFactor}; it must be between 1 and 100, or -1 for "
                + "the broker's default.";
        foreach (var property in options.Security.Keys)
            if (!SecurityProperties.Any(start => property.StartsWith(start, StringComparison.Ordinal)))
                yield return $"Security:{property} is none of {string.Join("*, ", SecurityProperties)}*.";
        foreach (var (field, value, most) in Numbers(options))
            if (value < 1 || value > most) yield return $"{field} is {value}; it must be between 1 and {most}.";
    }

    private static IEnumerable<(string Field, int Value, int Most)> Numbers(KafkaOptions options) =>
    [
        (nameof(options.PartitionsPerTopic), options.PartitionsPerTopic, 10_000),
        (nameof(options.MessageTimeoutSeconds), options.MessageTimeoutSeconds, 600),
        (nameof(options.SessionTimeoutSeconds), options.SessionTimeoutSeconds, 600),
        (nameof(options.MaxInFlightPerGroup), options.MaxInFlightPerGroup, 100_000),
        (nameof(options.FetchWaitMilliseconds), options.FetchWaitMilliseconds, 10_000),
    ];

    [GeneratedRegex("^[A-Za-z0-9._-]{0,100}$")]
    private static partial Regex Prefix();
}

/// <summary>The configuration of librdkafka's clients.</summary>
internal static class KafkaSettings
{
    private const int MegabytesWaitingToBeSent = 64;
    private const int MegabytesTakenAhead = 16;

    public static ProducerConfig Producer(KafkaOptions options) => new(Client(options))
    {
        EnableIdempotence = true,
        Acks = Acks.All,
        // The partitioner of the Java client, so that every client maps a key to the same partition.
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
        // Only offsets that the consumer has stored as done are committed. The client's own timer commits them, because
        // it knows when the group rebalances and postpones commits meanwhile.
        EnableAutoOffsetStore = false,
        EnableAutoCommit = true,
        AutoCommitIntervalMs = KafkaLimits.CommitMilliseconds,
        // A new group starts with the oldest event.
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
        // Brokers that return are found within seconds.
        ReconnectBackoffMs = 100,
        ReconnectBackoffMaxMs = 2_000,
    };
}

/// <summary>Bounds of the Kafka transport that should not need configuration.</summary>
internal static class KafkaLimits
{
    /// <summary>How long the revocation of a partition waits for its events in flight.</summary>
    public const int RevokeWaitSeconds = 5;

    /// <summary>
    /// How often offsets are committed. A process that is killed makes the next owner repeat that much.
    /// </summary>
    public const int CommitMilliseconds = 250;

    /// <summary>How often the offset up to which all events are done is stored for the next commit.</summary>
    public const int StoreMilliseconds = 50;

    /// <summary>How long the consumer waits for the next event before it does its other work.</summary>
    public const int ConsumeMilliseconds = 100;

    /// <summary>The same while consuming is paused.</summary>
    public const int PausedMilliseconds = 10;

    /// <summary>
    /// How many events of a partition may be held behind the first unfinished one, for each event that may be in
    /// flight. A crash repeats them.
    /// </summary>
    public const int AheadPerInFlight = 8;

    /// <summary>How often the brokers are asked for the progress of the read model's group.</summary>
    public const int LagAskMilliseconds = 500;

    /// <summary>How long to wait for their answer.</summary>
    public const int LagAnswerMilliseconds = 1_000;

    /// <summary>
    /// How old an answer may be and still count as current. Other processes' progress is known a little later, when it
    /// is committed.
    /// </summary>
    public const int LagFreshMilliseconds = 1_500;

    /// <summary>How often the list of partitions is refreshed.</summary>
    public const int LagMapSeconds = 60;

    public const int FirstRetryMilliseconds = 100;
    public const int MaxRetryMilliseconds = 5_000;

    /// <summary>How long a start waits for the brokers before it continues without them.</summary>
    public const int StartWaitSeconds = 5;

    /// <summary>How often brokers that did not answer at the start are tried again.</summary>
    public const int TopicCheckSeconds = 5;

    /// <summary>One is enough: dead letters are few and need no order.</summary>
    public const int DeadLetterPartitions = 1;

    /// <summary>The delay before the next attempt: exponential, with 20 % jitter.</summary>
    public static TimeSpan Pause(int failures)
    {
        var doubled = FirstRetryMilliseconds * Math.Pow(2, Math.Min(failures - 1, 16));
        return TimeSpan.FromMilliseconds(
            Math.Min(doubled, MaxRetryMilliseconds) * (0.8 + (0.4 * Random.Shared.NextDouble())));
    }
}

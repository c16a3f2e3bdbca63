namespace Ticketing.Messaging;

/// <summary>The brokers and how they are used; section <c>Ticketing:Events:Kafka</c> of the configuration.</summary>
public sealed record KafkaOptions
{
    public const string Section = $"{EventOptions.Section}:Kafka";

    /// <summary>Some of the brokers, as host:port, separated by commas.</summary>
    public string BootstrapServers { get; init; } = "";

    /// <summary>
    /// What the names of topics and groups begin with, where several installations share the brokers.
    /// </summary>
    public string TopicPrefix { get; init; } = "";

    /// <summary>
    /// Of a topic that is made here: as many processes can share a group's work. A topic that is there keeps its own
    /// number: with another one, keys would change their partition, and so lose their order.
    /// </summary>
    public int PartitionsPerTopic { get; init; } = 12;

    /// <summary>Of a topic that is made here: 1 to 100, or -1 for what the broker is set up with.</summary>
    public int ReplicationFactor { get; init; } = -1;

    /// <summary>
    /// How long the client tries to send an event before it is handed to it anew; without end either way.
    /// </summary>
    public int MessageTimeoutSeconds { get; init; } = 30;

    /// <summary>
    /// After this long without a sign of life, a process' partitions go to the others of its groups. Brokers refuse
    /// less than their group.min.session.timeout.ms, 6 s.
    /// </summary>
    public int SessionTimeoutSeconds { get; init; } = 10;

    /// <summary>Events of one group under way in this process, at most; at the bound no more are taken in.</summary>
    public int MaxInFlightPerGroup { get; init; } = 2_000;

    /// <summary>
    /// How long a broker that has nothing new keeps a consumer's question; when something comes, it answers at once.
    /// </summary>
    public int FetchWaitMilliseconds { get; init; } = 500;

    /// <summary>
    /// Properties of librdkafka that begin with <c>security.</c>, <c>sasl.</c>, <c>ssl.</c>, <c>enable.ssl.</c> or
    /// <c>enable.sasl.</c>, as its CONFIGURATION.md names them.
    /// </summary>
    public IReadOnlyDictionary<string, string> Security { get; init; } = new Dictionary<string, string>();

    /// <summary>The topic's name at the brokers.</summary>
    public string NameOf(string topic) => TopicPrefix + topic;

    /// <summary>Where the topic's dead letters go.</summary>
    public string DeadLetterNameOf(string topic) => $"{TopicPrefix}{topic}.dlq";
}

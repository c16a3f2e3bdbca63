using System.Globalization;
using Confluent.Kafka;
using Ticketing.Messaging;
using Ticketing.Storage;
using Ticketing.Tests.Support;
using Xunit.Abstractions;

namespace Ticketing.Tests.Kafka;

/// <summary>A test with topics and groups of its own on the shared broker.</summary>
public abstract class KafkaTest
{
    protected const string Topic = "reservation.created";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string prefix = $"t{Guid.NewGuid():N}-";
    private long lastId;

    protected KafkaTest(KafkaBroker broker, ITestOutputHelper output)
    {
        Broker = broker;
        Output = output;
        Log = new RecordedLog(output: output);
        output.WriteLine($"Kafka: {broker.Description}");
    }

    protected KafkaBroker Broker { get; }

    protected ITestOutputHelper Output { get; }

    internal RecordedLog Log { get; }

    internal KafkaOptions Options => new()
    {
        BootstrapServers = Broker.BootstrapServers,
        TopicPrefix = prefix,
        PartitionsPerTopic = 12,
        ReplicationFactor = 1, // one real broker is enough
        SessionTimeoutSeconds = 6,
        // The mock answers an empty fetch only after this time, even if messages arrive meanwhile.
        FetchWaitMilliseconds = 10,
    };

    /// <summary>Creates topics and their dead-letter topics.</summary>
    protected async Task CreateTopicsAsync(int partitions = 12, params string[] topics)
    {
        foreach (var topic in topics.Length == 0 ? [Topic] : topics)
        {
            await Broker.CreateTopicAsync(Options.NameOf(topic), partitions);
            await Broker.CreateTopicAsync(Options.DeadLetterNameOf(topic), 1);
        }
    }

    internal async Task<KafkaProcess> StartAsync(KafkaOptions options, params IConsumerGroup[] groups)
    {
        var process = new KafkaProcess(options, groups, Log);
        await process.StartAsync();
        return process;
    }

    internal OutboxRow Row(string key, string topic = Topic, string? onlyGroup = null, string payload = "{}") => new(
        Interlocked.Increment(ref lastId),
        0,
        new OutboxEvent(Guid.CreateVersion7(), topic, key, payload, TraceParent: null, DateTimeOffset.UtcNow),
        onlyGroup);

    internal OutboxRow[] Rows(int count, int keys, string topic = Topic) =>
        [.. Enumerable.Range(0, count).Select(number =>
            Row($"key-{number % keys}", topic, payload: number.ToString(CultureInfo.InvariantCulture)))];

    /// <summary>
    /// Fails instead of hanging when the brokers accept nothing; the time limit includes a test's outage.
    /// </summary>
    internal static Task DeliverAsync(KafkaProcess process, params OutboxRow[] rows) =>
        Task.WhenAll(rows.Select(row => process.Transport.DeliverAsync(row, CancellationToken.None)))
            .WaitAsync(Patience * 2);

    /// <summary>
    /// The offset that the group has committed in this partition of <see cref="Topic"/>; null when there is none.
    /// </summary>
    protected long? Committed(string group, int partition = 0)
    {
        using var asking = new ConsumerBuilder<string, string>(KafkaSettings.Consumer(Options, group)).Build();
        var offset = asking.Committed(
            [new TopicPartition(Options.NameOf(Topic), partition)], TimeSpan.FromSeconds(10)).Single().Offset;
        return offset == Offset.Unset ? null : offset.Value;
    }

    internal static void AssertInOrderPerKey(IEnumerable<OutboxEvent> received)
    {
        foreach (var key in received.GroupBy(one => one.Key))
        {
            var numbers = key.Select(one => int.Parse(one.Payload, CultureInfo.InvariantCulture)).ToList();
            Assert.Equal(numbers.Order(), numbers);
        }
    }
}

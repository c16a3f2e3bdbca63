using Confluent.Kafka;
using Microsoft.Extensions.Options;
using Ticketing.Store;

namespace Ticketing.Messaging;

/// <summary>
/// Asks the brokers for the ends of the partitions that feed the read model and for the group's committed offsets, with
/// a client that is not a member of the group. As soon as <see cref="GroupLag"/> is known, it is published as
/// <see cref="ReadModelLag"/>.
/// </summary>
internal sealed class ReadModelWatch(
    IEnumerable<IConsumerGroup> groups,
    KafkaTopics topics,
    GroupLag lag,
    ReadModelLag told,
    IOptions<KafkaOptions> options,
    TimeProvider time,
    ILogger<ReadModelWatch> log) : IHostedService, IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(KafkaLimits.LagAskMilliseconds);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(KafkaLimits.LagAnswerMilliseconds);
    private static readonly TimeSpan MapPeriod = TimeSpan.FromSeconds(KafkaLimits.LagMapSeconds);

    private readonly CancellationTokenSource stopping = new();
    private IReadOnlyList<TopicPartition> partitions = [];
    private long mapped;
    private Task running = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var watched = groups.SingleOrDefault(group => group.Name == GroupLag.Group);
        if (watched is { Topics.Count: > 0 })
            running = RunAsync([.. watched.Topics.Select(options.Value.NameOf)]);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        await running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => stopping.Dispose();

    private async Task RunAsync(IReadOnlyList<string> names)
    {
        try
        {
            await topics.Checked.WaitAsync(stopping.Token);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        // The client blocks the thread that calls it.
        await Task.Factory.StartNew(
            () => Run(names, stopping.Token),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private void Run(IReadOnlyList<string> names, CancellationToken token)
    {
        using var client = new ConsumerBuilder<Ignore, Ignore>(KafkaSettings.Consumer(options.Value, GroupLag.Group))
            .SetLogHandler((_, line) => log.Client(line.Facility, line.Message))
            .SetErrorHandler((_, error) => log.ClientError(error.ToString()))
            .Build();
        while (!token.IsCancellationRequested)
        {
            try
            {
                Ask(client, names);
            }
            catch (Exception fault)
            {
                log.ClientError(fault.Message); // any exception: the last answer ages, and readers notice
            }

            token.WaitHandle.WaitOne(Period);
        }
    }

    private void Ask(IConsumer<Ignore, Ignore> client, IReadOnlyList<string> names)
    {
        if (partitions.Count == 0 || time.GetElapsedTime(mapped) > MapPeriod)
        {
            partitions = Map(client, names);
            mapped = time.GetTimestamp();
        }

        // Read the clock first: events published during the request may be before the returned end or not.
        var at = time.GetUtcNow();
        var ends = Find(client, partitions, Offset.End);
        // Negative where the group has committed nothing.
        var done = client.Committed(partitions, Patience)
            .ToDictionary(one => one.TopicPartition, one => Math.Max(0, one.Offset.Value));
        // Events that the brokers have deleted do not count as unhandled.
        var behind = partitions.Where(partition => done[partition] < ends[partition]).ToList();
        if (behind.Count > 0)
            foreach (var (partition, start) in Find(client, behind, Offset.Beginning))
                done[partition] = Math.Max(done[partition], start);
        lag.Note(at, partitions.Select(partition => (partition, ends[partition], done[partition])));
        if (told.Oldest is null && lag.IsKnown) told.Oldest = lag.Oldest;
    }

    /// <param name="which">The end or the beginning; the brokers encode both as timestamps.</param>
    private static Dictionary<TopicPartition, long> Find(
        IConsumer<Ignore, Ignore> client, IReadOnlyList<TopicPartition> some, Offset which)
    {
        var time = new Timestamp(which.Value, TimestampType.CreateTime);
        var found = client
            .OffsetsForTimes(some.Select(partition => new TopicPartitionTimestamp(partition, time)), Patience)
            .ToDictionary(one => one.TopicPartition, one => one.Offset.Value);
        return found.Values.All(offset => offset >= 0)
            ? found
            : throw new KafkaException(Confluent.Kafka.ErrorCode.OffsetNotAvailable);
    }

    /// <summary>
    /// The partitions of the named topics, from the metadata of all topics. Requesting the metadata of one topic by
    /// name may create it.
    /// </summary>
    private static IReadOnlyList<TopicPartition> Map(IConsumer<Ignore, Ignore> client, IReadOnlyList<string> names)
    {
        using var admin = new DependentAdminClientBuilder(client.Handle).Build();
        var found = admin.GetMetadata(Patience).Topics
            .Where(topic => names.Contains(topic.Topic) && !topic.Error.IsError)
            .ToList();
        if (found.Count < names.Count) throw new KafkaException(Confluent.Kafka.ErrorCode.UnknownTopicOrPart);
        return [.. found.SelectMany(topic => topic.Partitions.Select(
            partition => new TopicPartition(topic.Topic, partition.PartitionId)))];
    }
}

/// <summary>Counts the published and unfinished events in the partitions of one consumer.</summary>
internal static class PublishedBacklog
{
    /// <summary>Uses the end offsets of the client's last fetches, without a request to a broker.</summary>
    public static void Tell(
        this GroupBacklog backlog, IConsumer<string, string> consumer, IEnumerable<PartitionProgress> partitions) =>
        backlog.Publish(partitions.Sum(partition => Of(
            partition.Position, partition.Held, consumer.GetWatermarkOffsets(partition.Partition).High)));

    /// <param name="held">Events that were taken and are not committed as done yet.</param>
    /// <param name="end">The offset of the next event; negative before the first fetch.</param>
    internal static long Of(PartitionPosition position, int held, long end)
    {
        // Before the first event is done only the number of taken ones is known; before the first was taken, nothing.
        var done = position.Done >= 0 ? position.Done : position.Next - held;
        return end < 0 || position.Next == 0 ? held : Math.Max(held, end - done);
    }
}

using Confluent.Kafka;
using Microsoft.Extensions.Options;
using Ticketing.Postgres;
using Ticketing.Telemetry;

namespace Ticketing.Messaging;

/// <summary>
/// Asks the brokers where the partitions end that feed the read model and how far the group has committed, by a client
/// of its own that is no member of the group. From when <see cref="GroupLag"/> knows, <see cref="ReadModelLag"/> tells.
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

        // The client waits on the thread that asks it.
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
                log.ClientError(fault.Message); // whatever it is: what is known ages, and readers notice
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

        // The moment first: what is published meanwhile may be before the end or not.
        var at = time.GetUtcNow();
        var ends = Find(client, partitions, Offset.End);
        // Less than 0 where the group has handled nothing.
        var done = client.Committed(partitions, Patience)
            .ToDictionary(one => one.TopicPartition, one => Math.Max(0, one.Offset.Value));
        // What the brokers have dropped is not waited for.
        var behind = partitions.Where(partition => done[partition] < ends[partition]).ToList();
        if (behind.Count > 0)
            foreach (var (partition, start) in Find(client, behind, Offset.Beginning))
                done[partition] = Math.Max(done[partition], start);
        lag.Note(at, partitions.Select(partition => (partition, ends[partition], done[partition])));
        if (told.Oldest is null && lag.IsKnown) told.Oldest = lag.Oldest;
    }

    /// <param name="which">The end or the beginning, which the brokers take for a time.</param>
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

    /// <summary>Of all topics there are; to ask for one by its name may make it.</summary>
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

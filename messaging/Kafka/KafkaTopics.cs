using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Options;
using ErrorCode = Confluent.Kafka.ErrorCode; // Orleans has one as well

namespace Ticketing.Messaging;

/// <summary>
/// Creates missing topics, where the brokers allow it, and reports topics with unexpected settings. Unreachable brokers
/// do not keep the process from starting: events wait in the outbox.
/// </summary>
internal sealed class KafkaTopics(
    IEnumerable<IConsumerGroup> groups, IOptions<KafkaOptions> options, TimeProvider time, ILogger<KafkaTopics> log)
    : IHostedService, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(KafkaLimits.StartWaitSeconds);
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(KafkaLimits.TopicCheckSeconds);

    private readonly CancellationTokenSource stopping = new();
    private readonly TaskCompletionSource found = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task lookingAgain = Task.CompletedTask;

    /// <summary>Completes when all topics exist.</summary>
    public Task Checked => found.Task;

    /// <summary>
    /// Throws <see cref="InvalidOperationException"/> when topics are missing and cannot be created, or when librdkafka
    /// rejects a setting.
    /// </summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await CheckAsync();
        }
        catch (KafkaException away)
        {
            log.BrokersAway(options.Value.BootstrapServers, away.Error.ToString());
            lookingAgain = LookAgainAsync();
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        await lookingAgain;
    }

    public void Dispose() => stopping.Dispose();

    private async Task LookAgainAsync()
    {
        while (!found.Task.IsCompleted)
        {
            await Task.Delay(Period, time, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stopping.IsCancellationRequested) return;
            try
            {
                await CheckAsync();
            }
            catch (KafkaException)
            {
                // The brokers are still unreachable.
            }
            catch (InvalidOperationException wrong)
            {
                log.TopicsWrong(wrong.Message, KafkaLimits.TopicCheckSeconds);
            }
        }
    }

    private async Task CheckAsync()
    {
        using var admin = new AdminClientBuilder(KafkaSettings.Admin(options.Value))
            .SetLogHandler((_, line) => log.Client(line.Facility, line.Message))
            .SetErrorHandler((_, error) => log.ClientError(error.ToString()))
            .Build();
        var wanted = Wanted().ToList();
        var partitionsOf = await PartitionsAsync(admin);
        var missing = wanted.Where(topic => !partitionsOf.ContainsKey(topic.Name)).ToList();
        if (missing.Count > 0) await MakeAsync(admin, missing);

        var others = wanted
            .Where(topic => partitionsOf.TryGetValue(topic.Name, out var there) && there != topic.NumPartitions)
            .Where(topic => topic.NumPartitions != KafkaLimits.DeadLetterPartitions)
            .Select(topic => $"{topic.Name} ({partitionsOf[topic.Name]})")
            .ToList();
        if (others.Count > 0) log.OtherPartitions(string.Join(", ", others), options.Value.PartitionsPerTopic);
        found.TrySetResult();
    }

    private IEnumerable<TopicSpecification> Wanted()
    {
        foreach (var topic in groups.SelectMany(one => one.Topics).Distinct())
        {
            yield return Specify(options.Value.NameOf(topic), options.Value.PartitionsPerTopic);
            yield return Specify(options.Value.DeadLetterNameOf(topic), KafkaLimits.DeadLetterPartitions);
        }
    }

    private TopicSpecification Specify(string name, int partitions) => new()
    {
        Name = name,
        NumPartitions = partitions,
        ReplicationFactor = (short)options.Value.ReplicationFactor,
    };

    /// <summary>
    /// The partition counts of all existing topics. Requesting the metadata of one topic by name may create it.
    /// </summary>
    private static async Task<Dictionary<string, int>> PartitionsAsync(IAdminClient admin)
    {
        var metadata = await Task.Run(() => admin.GetMetadata(Patience));
        return metadata.Topics
            .Where(topic => !topic.Error.IsError)
            .ToDictionary(topic => topic.Topic, topic => topic.Partitions.Count);
    }

    private async Task MakeAsync(IAdminClient admin, List<TopicSpecification> missing)
    {
        try
        {
            await admin.CreateTopicsAsync(missing, new CreateTopicsOptions
            {
                OperationTimeout = Patience,
                RequestTimeout = Patience,
            });
        }
        catch (CreateTopicsException refused)
        {
            var failed = refused.Results
                .Where(result => result.Error.IsError && result.Error.Code != ErrorCode.TopicAlreadyExists)
                .ToList();
            if (failed.Count > 0)
                throw Missing(missing.Where(topic => failed.Any(one => one.Topic == topic.Name)), failed[0].Error);
        }
        catch (KafkaException refused)
        {
            // The brokers have just answered, so they are not unreachable.
            throw Missing(missing, refused.Error);
        }

        log.TopicsMade(missing.Count, string.Join(", ", missing.Select(topic => topic.Name)));
    }

    private InvalidOperationException Missing(IEnumerable<TopicSpecification> topics, Error error)
    {
        var list = string.Join(", ", topics.Select(topic => $"{topic.Name} ({topic.NumPartitions} partitions)"));
        return new InvalidOperationException(
            $"Kafka topics are missing and could not be made ({error.Reason}). "
            + $"{Advice(error.Code, options.Value.ReplicationFactor)} Missing are: {list}.");
    }

    /// <summary>
    /// The setting to change. Brokers before 2.4 need a replication factor; the client says so by a code of its own.
    /// </summary>
    internal static string Advice(ErrorCode code, int replicationFactor) =>
        code is not (ErrorCode.Local_UnsupportedFeature or ErrorCode.InvalidReplicationFactor)
            ? "Create them, or allow this process to."
            : replicationFactor == -1
                ? $"Set {KafkaOptions.Section}:ReplicationFactor to the number of copies, 1 with a single broker: "
                    + "brokers before 2.4 have no default for it."
                : $"Set {KafkaOptions.Section}:ReplicationFactor to at most the number of brokers; it is "
                    + $"{replicationFactor}.";
}

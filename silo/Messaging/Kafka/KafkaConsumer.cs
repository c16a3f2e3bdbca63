using Confluent.Kafka;
using Ticketing.Telemetry;

namespace Ticketing.Messaging;

/// <summary>
/// One group's consumer in this process, from joining the group to leaving it. Handlers end on any thread; everything
/// else is done on the thread of <see cref="Run"/>, which the client calls back on as well.
/// </summary>
internal sealed class KafkaConsumer(IConsumerGroup group, KafkaOptions options, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan RevokeWait = TimeSpan.FromSeconds(KafkaLimits.RevokeWaitSeconds);
    private static readonly TimeSpan CommitPeriod = TimeSpan.FromMilliseconds(KafkaLimits.CommitMilliseconds);

    private readonly Dictionary<TopicPartition, PartitionProgress> partitions = [];
    private readonly int maxAhead = options.MaxInFlightPerGroup * KafkaLimits.AheadPerInFlight;
    private Task commit = Task.CompletedTask;
    private long lastCommit = time.GetTimestamp();
    private int inFlight;
    private bool paused;
    private bool joined;
    private bool full;
    private volatile Exception? breach;
    private volatile string? trouble;

    /// <summary>
    /// Until it is told to stop; then what is under way is waited for, bounded, and committed before the group is left.
    /// Throws when the consumer cannot go on; another one can.
    /// </summary>
    public void Run(CancellationToken stopping)
    {
        using var consumer = Build();
        try
        {
            consumer.Subscribe(group.Topics.Select(options.NameOf));
            while (!stopping.IsCancellationRequested)
            {
                if (Next(consumer) is { } result) Take(result);
                KeepWithinBounds(consumer);
                CommitNowAndThen(consumer);
                if (breach is { } fault) throw new InvalidOperationException($"Group {group.Name} threw.", fault);
            }
        }
        finally
        {
            consumer.Close(); // calls Revoked
            commit.Wait(); // it must not outlive the consumer
        }
    }

    private ConsumeResult<string, string>? Next(IConsumer<string, string> consumer)
    {
        try
        {
            return consumer.Consume(paused ? KafkaLimits.PausedMilliseconds : KafkaLimits.ConsumeMilliseconds);
        }
        catch (ConsumeException fault) when (!fault.Error.IsFatal)
        {
            Complain(fault.Error);
            return null;
        }
    }

    private void Take(ConsumeResult<string, string> result)
    {
        if (trouble is not null) Recover();
        if (!partitions.TryGetValue(result.TopicPartition, out var partition)) return;
        var taken = partition.Begin(result.Offset);
        if (result.Message.Headers.Find(KafkaEnvelope.OnlyGroup) is { } only && only != group.Name)
        {
            partition.End(taken, handled: true);
            return;
        }

        Interlocked.Increment(ref inFlight);
        full |= partition.Held >= maxAhead;
        _ = HandleAsync(KafkaEnvelope.Read(result, result.Topic[options.TopicPrefix.Length..]), partition, taken);
    }

    private async Task HandleAsync(
        Storage.OutboxEvent received, PartitionProgress partition, PartitionProgress.Taken taken)
    {
        var handled = false;
        try
        {
            await group.HandleAsync(received, partition.GivenUp);
            handled = true;
        }
        catch (OperationCanceledException) when (partition.GivenUp.IsCancellationRequested)
        {
            // Whoever has the partition next gets it again.
        }
        catch (Exception fault)
        {
            // It would hold back the partition for ever: a new consumer begins where all was done.
            breach = fault;
        }

        partition.End(taken, handled);
        Interlocked.Decrement(ref inFlight);
    }

    private void KeepWithinBounds(IConsumer<string, string> consumer)
    {
        var wanted = paused
            ? Volatile.Read(ref inFlight) > options.MaxInFlightPerGroup / 2
                || partitions.Values.Any(partition => partition.Held > maxAhead / 2)
            : full || Volatile.Read(ref inFlight) >= options.MaxInFlightPerGroup;
        if (wanted == paused && !joined) return;
        paused = wanted;
        joined = full = false;
        if (paused) consumer.Pause(consumer.Assignment);
        else consumer.Resume(consumer.Assignment);
    }

    private void CommitNowAndThen(IConsumer<string, string> consumer)
    {
        if (time.GetElapsedTime(lastCommit) < CommitPeriod || !commit.IsCompleted) return;
        lastCommit = time.GetTimestamp();
        var done = Due(partitions.Values);
        // Not on this thread: a coordinator that is away would hold up the brokers that are not.
        if (done.Count > 0) commit = Task.Run(() => Commit(consumer, done));
    }

    private static List<(PartitionProgress Partition, TopicPartitionOffset Done)> Due(
        IEnumerable<PartitionProgress> partitions) =>
        [.. from partition in partitions let due = partition.Due where due is not null select (partition, due)];

    private void Commit(
        IConsumer<string, string> consumer, List<(PartitionProgress Partition, TopicPartitionOffset Done)> done)
    {
        try
        {
            consumer.Commit(done.Select(one => one.Done));
            foreach (var (partition, offset) in done) partition.Committed(offset.Offset);
        }
        catch (KafkaException fault)
        {
            Complain(fault.Error); // and the next one commits it
        }
    }

    private void Assigned(List<TopicPartition> given)
    {
        foreach (var partition in given) partitions[partition] = new PartitionProgress(partition);
        joined = true;
        log.Assigned(group.Name, given.Count);
    }

    private void Revoked(IConsumer<string, string> consumer, List<TopicPartitionOffset> taken)
    {
        var leaving = Remove(taken);
        SpinWait.SpinUntil(() => leaving.All(partition => partition.IsIdle), RevokeWait);
        foreach (var partition in leaving) partition.GiveUp();
        commit.Wait(RevokeWait);
        var done = Due(leaving);
        if (done.Count > 0) Commit(consumer, done);
        log.Revoked(group.Name, leaving.Count);
    }

    private void Lost(List<TopicPartitionOffset> taken)
    {
        var leaving = Remove(taken);
        foreach (var partition in leaving) partition.GiveUp();
        log.Lost(group.Name, leaving.Count);
    }

    private List<PartitionProgress> Remove(List<TopicPartitionOffset> taken)
    {
        var removed = new List<PartitionProgress>();
        foreach (var one in taken)
            if (partitions.Remove(one.TopicPartition, out var partition)) removed.Add(partition);
        return removed;
    }

    private void Complain(Error error)
    {
        if (trouble == error.Code.ToString()) return;
        trouble = error.Code.ToString();
        log.ConsumerTroubled(group.Name, error.ToString());
    }

    private void Recover()
    {
        trouble = null;
        log.ConsumesAgain(group.Name);
    }

    private IConsumer<string, string> Build() =>
        new ConsumerBuilder<string, string>(KafkaSettings.Consumer(options, group.Name))
            .SetPartitionsAssignedHandler((_, given) => Assigned(given))
            .SetPartitionsRevokedHandler(Revoked)
            .SetPartitionsLostHandler((_, taken) => Lost(taken))
            .SetLogHandler((_, line) => log.Client(line.Facility, line.Message))
            .SetErrorHandler((_, error) => Complain(error))
            .Build();
}

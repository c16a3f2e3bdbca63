using Confluent.Kafka;
using ErrorCode = Confluent.Kafka.ErrorCode; // Orleans has one as well

namespace Ticketing.Messaging;

/// <summary>
/// One group's consumer in this process, from joining the group to leaving it. Handlers complete on any thread;
/// everything else, including the client's callbacks, runs on the thread of <see cref="Run"/>.
/// </summary>
internal sealed class KafkaConsumer(
    IConsumerGroup group, GroupLag? lag, GroupBacklog backlog, KafkaOptions options, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan RevokeWait = TimeSpan.FromSeconds(KafkaLimits.RevokeWaitSeconds);
    private static readonly TimeSpan StorePeriod = TimeSpan.FromMilliseconds(KafkaLimits.StoreMilliseconds);

    private readonly Dictionary<TopicPartition, PartitionProgress> partitions = [];
    private readonly int maxAhead = options.MaxInFlightPerGroup * KafkaLimits.AheadPerInFlight;
    private long lastStore = time.GetTimestamp();
    private int inFlight;
    private bool paused, joined, full;
    private volatile Exception? breach;
    private volatile string? trouble;

    /// <summary>
    /// Consumes until <paramref name="stopping"/> is cancelled. Then it waits a bounded time for the events in flight,
    /// commits their offsets and leaves the group. Throws when this consumer cannot continue but a new one can.
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
                StoreNowAndThen(consumer);
                if (breach is { } fault) throw new InvalidOperationException($"Group {group.Name} threw.", fault);
            }
        }
        finally
        {
            try
            {
                consumer.Close(); // calls Revoked, then commits what is stored
            }
            finally
            {
                // None is left, unless Close failed.
                foreach (var partition in Remove([.. partitions.Keys])) partition.Dispose();
            }
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
        var received = KafkaEnvelope.Read(result, result.Topic[options.TopicPrefix.Length..]);
        var taken = partition.Begin(result.Offset, received.OccurredAt);
        if (result.Message.Headers.Find(KafkaEnvelope.OnlyGroup) is { } only && only != group.Name)
        {
            partition.End(taken, handled: true);
            return;
        }

        Interlocked.Increment(ref inFlight);
        full |= partition.Held >= maxAhead;
        _ = HandleAsync(received, partition, taken);
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
            // The next owner of the partition gets the event again.
        }
        catch (Exception fault)
        {
            // The event would block its partition for ever. A new consumer starts from the last committed offset.
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
        // Also after an assignment: the client keeps a partition paused that was paused when it was revoked.
        if (paused) consumer.Pause(partitions.Keys);
        else consumer.Resume(partitions.Keys);
    }

    private void StoreNowAndThen(IConsumer<string, string> consumer)
    {
        if (time.GetElapsedTime(lastStore) < StorePeriod) return;
        lastStore = time.GetTimestamp();
        Store(consumer, partitions.Values);
        backlog.Tell(consumer, partitions.Values);
    }

    private void Store(IConsumer<string, string> consumer, IEnumerable<PartitionProgress> some)
    {
        foreach (var partition in some)
        {
            try
            {
                if (partition.TakeDone(out var isLower) is not { } done) continue;
                if (isLower) CommitLower(consumer, partition, done);
                consumer.StoreOffset(done);
            }
            catch (KafkaException fault)
            {
                Complain(fault.Error); // the partition was revoked
            }
        }
    }

    /// <summary>
    /// The client's timer never commits an offset below the committed one, so a crash would skip the events in between.
    /// </summary>
    private void CommitLower(
        IConsumer<string, string> consumer, PartitionProgress partition, TopicPartitionOffset done)
    {
        try
        {
            consumer.Commit([done]);
            partition.SettleLower();
            log.OffsetsBeganAgain(group.Name, $"{done}");
        }
        catch (KafkaException)
        {
            partition.KeepLower();
            throw;
        }
    }

    private void Assigned(List<TopicPartition> given)
    {
        foreach (var partition in given)
        {
            partitions[partition] = new PartitionProgress(partition);
            lag?.Gained(partitions[partition]);
        }

        joined = true;
        log.Assigned(group.Name, given.Count);
    }

    private void Revoked(IConsumer<string, string> consumer, List<TopicPartitionOffset> taken)
    {
        var leaving = Remove(taken.Select(one => one.TopicPartition));
        SpinWait.SpinUntil(() => leaving.All(partition => partition.IsIdle), RevokeWait);
        foreach (var partition in leaving) partition.Dispose();
        Store(consumer, leaving);
        log.Revoked(group.Name, leaving.Count);
    }

    private void Lost(List<TopicPartitionOffset> taken)
    {
        var leaving = Remove(taken.Select(one => one.TopicPartition));
        foreach (var partition in leaving) partition.Dispose();
        log.Lost(group.Name, leaving.Count);
    }

    private List<PartitionProgress> Remove(IEnumerable<TopicPartition> taken)
    {
        var removed = new List<PartitionProgress>();
        foreach (var one in taken)
            if (partitions.Remove(one, out var partition)) removed.Add(partition);
        removed.ForEach(partition => lag?.Gave(partition));
        return removed;
    }

    private void Committed(CommittedOffsets committed)
    {
        // The next commit includes this one.
        if (committed.Error.IsError && committed.Error.Code != ErrorCode.RebalanceInProgress) Complain(committed.Error);
    }

    private void Complain(Error error)
    {
        var kind = error.Code.IsAway() ? "away" : error.Code.ToString();
        if (trouble == kind) return;
        trouble = kind;
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
            .SetOffsetsCommittedHandler((_, committed) => Committed(committed))
            .SetLogHandler((_, line) => log.Client(line.Facility, line.Message))
            .SetErrorHandler((_, error) => Complain(error))
            .Build();
}

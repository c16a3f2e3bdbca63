using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Ticketing.Store;

namespace Ticketing.Messaging;

/// <summary>Every metric of the relay and the consumer groups. Keys are never tags.</summary>
public sealed class MessagingMeters : IDisposable
{
    public const string MeterName = "Ticketing.Messaging";

    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries =
            [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3_600],
    };

    private readonly Meter meter;
    private readonly Histogram<double> delaySeconds;
    private readonly Histogram<int> callSize;
    private readonly Counter<long> failures;
    private readonly Counter<long> splits;
    private readonly Counter<long> deadLetters;
    private readonly ConcurrentDictionary<string, GroupBacklog> backlogs = [];
    private int shardsOwned;
    private int eventsUnderWay;

    public MessagingMeters()
        : this(new Meter(MeterName))
    {
    }

    public MessagingMeters(IMeterFactory factory)
        : this(factory.Create(MeterName))
    {
    }

    private MessagingMeters(Meter meter)
    {
        this.meter = meter;
        delaySeconds = meter.CreateHistogram<double>(
            "ticketing.events.delay", "s", "From an event's commit until a group has handled it, by group.",
            tags: null, Seconds);
        callSize = meter.CreateHistogram<int>(
            "ticketing.events.call.size", "{event}", "Events of one grain call, by group.", tags: null,
            Buckets.Sizes);
        failures = meter.CreateCounter<long>(
            "ticketing.events.failures", "{call}",
            "Calls that failed, by group and fault: 'event', or 'transient' when the store or the host could not.");
        splits = meter.CreateCounter<long>(
            "ticketing.events.splits", "{call}", "Failed calls whose events were retried one by one, by group.");
        deadLetters = meter.CreateCounter<long>(
            "ticketing.events.dead", "{event}", "Events that became dead letters, by group.");
        meter.CreateObservableGauge(
            "ticketing.outbox.shards", () => shardsOwned, "{shard}", "Shards of the outbox that this process relays.");
        meter.CreateObservableGauge(
            "ticketing.outbox.under_way", () => eventsUnderWay, "{event}", "Events delivered and not yet deleted.");
        meter.CreateObservableGauge(
            "ticketing.consumer.lag", Lags, "{event}",
            "Events of this process that a group has not finished: those delivered to it, with "
            + "Kafka all events published in its partitions.");
    }

    public void Dispose() => meter.Dispose();

    internal void Handled(string group, PendingEvent[] events, DateTimeOffset now)
    {
        var tag = Of(group);
        callSize.Record(events.Length, tag);
        if (!delaySeconds.Enabled) return;
        foreach (var pending in events)
            delaySeconds.Record((now - pending.Received.OccurredAt).TotalSeconds, tag);
    }

    internal void Failed(string group, string fault) =>
        failures.Add(1, Of(group), new KeyValuePair<string, object?>("fault", fault));

    internal void Split(string group) => splits.Add(1, Of(group));

    internal void PutAway(string group) => deadLetters.Add(1, Of(group));

    /// <summary>The counter of the group's unfinished events.</summary>
    internal GroupBacklog BacklogOf(string group) => backlogs.GetOrAdd(group, name =>
    {
        // Export zeros from the start; otherwise the first failure would not be seen as an increase.
        failures.Add(0, Of(name), new KeyValuePair<string, object?>("fault", "event"));
        deadLetters.Add(0, Of(name));
        return new GroupBacklog();
    });

    internal void Relays(int shards, int underWay) => (shardsOwned, eventsUnderWay) = (shards, underWay);

    private IEnumerable<Measurement<long>> Lags() =>
        backlogs.Select(pair => new Measurement<long>(pair.Value.Events, Of(pair.Key)));

    private static KeyValuePair<string, object?> Of(string group) => new("group", group);
}

/// <summary>The number of events of this process that a consumer group has not finished.</summary>
internal sealed class GroupBacklog
{
    private long handed;
    private long published;

    /// <summary>Published events of a broker include those handed over, so the larger count is the backlog.</summary>
    public long Events => Math.Max(Interlocked.Read(ref handed), Interlocked.Read(ref published));

    public void Begin() => Interlocked.Increment(ref handed);

    public void End() => Interlocked.Decrement(ref handed);

    /// <param name="events">Unfinished events in the partitions of this process; 0 when it has none.</param>
    public void Publish(long events) => Interlocked.Exchange(ref published, events);
}

using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Ticketing.Messaging;

namespace Ticketing.Telemetry;

/// <summary>Every measurement of events on their way. No keys as tags.</summary>
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
            "ticketing.events.call.size", "{event}", "Events of one call of a grain, by group.", tags: null,
            Buckets.Sizes);
        failures = meter.CreateCounter<long>(
            "ticketing.events.failures", "{call}",
            "Calls that failed, by group and fault: 'event', or 'weather' when the store or the host could not.");
        splits = meter.CreateCounter<long>(
            "ticketing.events.splits", "{call}", "Failed calls whose events were tried one by one, by group.");
        deadLetters = meter.CreateCounter<long>(
            "ticketing.events.dead", "{event}", "Events given up, by group.");
        meter.CreateObservableGauge(
            "ticketing.outbox.shards", () => shardsOwned, "{shard}", "Shards of the outbox that this process relays.");
        meter.CreateObservableGauge(
            "ticketing.outbox.under_way", () => eventsUnderWay, "{event}", "Events handed out and not yet deleted.");
        meter.CreateObservableGauge(
            "ticketing.consumer.lag", Lags, "{event}",
            "Events that this process has for a group and that the group has not done with: those handed to it, with "
            + "Kafka all that are published in its partitions.");
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

    /// <summary>Where the group keeps count of what it has not done with.</summary>
    internal GroupBacklog BacklogOf(string group) => backlogs.GetOrAdd(group, name =>
    {
        // From the start, or the first of each would be no increase.
        failures.Add(0, Of(name), new KeyValuePair<string, object?>("fault", "event"));
        deadLetters.Add(0, Of(name));
        return new GroupBacklog();
    });

    internal void Relays(int shards, int underWay) => (shardsOwned, eventsUnderWay) = (shards, underWay);

    private IEnumerable<Measurement<long>> Lags() =>
        backlogs.Select(pair => new Measurement<long>(pair.Value.Events, Of(pair.Key)));

    private static KeyValuePair<string, object?> Of(string group) => new("group", group);
}

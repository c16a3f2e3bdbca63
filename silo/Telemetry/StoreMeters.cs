using System.Diagnostics.Metrics;
using Ticketing.Events;
using Ticketing.Storage;

namespace Ticketing.Telemetry;

/// <summary>Every measurement of the store. No keys of fans or seats as tags.</summary>
public sealed class StoreMeters : IDisposable
{
    public const string MeterName = "Ticketing.Store";

    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    };

    private readonly Meter meter;
    private readonly Histogram<double> commitSeconds;
    private readonly Histogram<int> batchSize;
    private readonly Counter<long> splits;
    private readonly Counter<long> overloads;
    private readonly Histogram<int> loadSize;
    private readonly Counter<long> reservations;
    private readonly Counter<long> orderSteps;

    public StoreMeters()
        : this(new Meter(MeterName))
    {
    }

    public StoreMeters(IMeterFactory factory)
        : this(factory.Create(MeterName))
    {
    }

    private StoreMeters(Meter meter)
    {
        this.meter = meter;
        commitSeconds = meter.CreateHistogram<double>(
            "ticketing.store.commit.duration", "s", "From handing a commit in to its answer, by outcome.", tags: null,
            Seconds);
        batchSize = meter.CreateHistogram<int>(
            "ticketing.store.batch.size", "{commit}", "Commits of one transaction.", tags: null, Buckets.Sizes);
        splits = meter.CreateCounter<long>(
            "ticketing.store.batch.splits", "{batch}", "Batches rolled back for one of their commits and split.");
        overloads = meter.CreateCounter<long>(
            "ticketing.store.overloads", "{request}", "Commits and loads refused because too many were waiting.");
        loadSize = meter.CreateHistogram<int>(
            "ticketing.store.load.size", "{key}", "Keys of one load query, by kind.", tags: null, Buckets.Sizes);
        reservations = meter.CreateCounter<long>(
            "ticketing.reservations", "{reservation}",
            "What became of reservations in commits that were written: held, confirmed, expired, cancelled.");
        // From the start, or the first of each would be no increase.
        foreach (var outcome in (string[])["held", "confirmed", "expired", "cancelled"])
            reservations.Add(0, new KeyValuePair<string, object?>("outcome", outcome));
        overloads.Add(0, new KeyValuePair<string, object?>("what", "commit"));
        splits.Add(0);
        orderSteps = meter.CreateCounter<long>(
            "ticketing.order.steps", "{step}", "Steps that orders made in commits that were written, by name.");
    }

    public void Dispose() => meter.Dispose();

    /// <summary>Counts the events of a commit that was written: one tells of every step of a reservation.</summary>
    internal void Told(Commit commit)
    {
        foreach (var told in commit.Events)
            if (OutcomeOf(told.Topic) is { } outcome)
                reservations.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
        foreach (var row in commit.OrderSteps)
            orderSteps.Add(1, new KeyValuePair<string, object?>("step", row.Step.Name));
    }

    internal void Committed(string outcome, TimeSpan duration) =>
        commitSeconds.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("outcome", outcome));

    internal void Written(int commits) => batchSize.Record(commits);

    internal void Split() => splits.Add(1);

    internal void Overloaded(string what) => overloads.Add(1, new KeyValuePair<string, object?>("what", what));

    internal void Loaded(string kind, int keys) =>
        loadSize.Record(keys, new KeyValuePair<string, object?>("kind", kind));

    private static string? OutcomeOf(string topic) => topic switch
    {
        Topics.ReservationCreated => "held",
        Topics.ReservationConfirmed => "confirmed",
        Topics.ReservationExpired => "expired",
        Topics.ReservationCancelled => "cancelled",
        _ => null,
    };
}

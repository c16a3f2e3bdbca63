using System.Diagnostics.Metrics;

namespace Ticketing.Telemetry;

/// <summary>Every measurement of the store. No keys of fans or seats as tags.</summary>
public sealed class StoreMeters : IDisposable
{
    public const string MeterName = "Ticketing.Store";

    private readonly Meter meter;
    private readonly Histogram<double> commitSeconds;
    private readonly Histogram<int> batchSize;
    private readonly Counter<long> splits;
    private readonly Counter<long> overloads;
    private readonly Histogram<int> loadSize;

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
            "ticketing.store.commit.duration", "s", "From handing a commit in to its answer, by outcome.");
        batchSize = meter.CreateHistogram<int>(
            "ticketing.store.batch.size", "{commit}", "Commits of one transaction.");
        splits = meter.CreateCounter<long>(
            "ticketing.store.batch.splits", "{batch}", "Batches rolled back for one of their commits and split.");
        overloads = meter.CreateCounter<long>(
            "ticketing.store.overloads", "{request}", "Commits and loads refused because too many were waiting.");
        loadSize = meter.CreateHistogram<int>(
            "ticketing.store.load.size", "{key}", "Keys of one load query, by kind.");
    }

    public void Dispose() => meter.Dispose();

    internal void Committed(string outcome, TimeSpan duration) =>
        commitSeconds.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("outcome", outcome));

    internal void Written(int commits) => batchSize.Record(commits);

    internal void Split() => splits.Add(1);

    internal void Overloaded(string what) => overloads.Add(1, new KeyValuePair<string, object?>("what", what));

    internal void Loaded(string kind, int keys) =>
        loadSize.Record(keys, new KeyValuePair<string, object?>("kind", kind));
}

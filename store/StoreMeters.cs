using System.Diagnostics.Metrics;
using OpenTelemetry.Metrics;
using Ticketing.Events;
using Ticketing.Storage;

namespace Ticketing.Store;

/// <summary>Every metric of the store. Keys of fans or seats are never tags.</summary>
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
            "ticketing.store.commit.duration", "s", "From a commit request to its result, by outcome.", tags: null,
            Seconds);
        batchSize = meter.CreateHistogram<int>(
            "ticketing.store.batch.size", "{commit}", "Commits in one transaction.", tags: null, Buckets.Sizes);
        splits = meter.CreateCounter<long>(
            "ticketing.store.batch.splits", "{batch}", "Batches that one commit made fail and that were split.");
        overloads = meter.CreateCounter<long>(
            "ticketing.store.overloads", "{request}", "Commits and loads refused because too many were waiting.");
        loadSize = meter.CreateHistogram<int>(
            "ticketing.store.load.size", "{key}", "Keys of one load query, by kind.", tags: null, Buckets.Sizes);
        reservations = meter.CreateCounter<long>(
            "ticketing.reservations", "{reservation}",
            "Reservations whose status changed in a written commit: held, confirmed, expired, cancelled.");
        // Export zeros from the start; otherwise the first of each would not be seen as an increase.
        foreach (var outcome in (string[])["held", "confirmed", "expired", "cancelled"])
            reservations.Add(0, new KeyValuePair<string, object?>("outcome", outcome));
        overloads.Add(0, new KeyValuePair<string, object?>("what", "commit"));
        splits.Add(0);
        orderSteps = meter.CreateCounter<long>(
            "ticketing.order.steps", "{step}", "Steps of orders in written commits, by name.");
    }

    public void Dispose() => meter.Dispose();

    /// <summary>Counts the events of a written commit: each status change of a reservation has one.</summary>
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

/// <summary>Histogram buckets that several meters share.</summary>
internal static class Buckets
{
    /// <summary>For sizes of batches.</summary>
    public static readonly InstrumentAdvice<int> Sizes = new()
    {
        HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512],
    };
}

/// <summary>Registers meters.</summary>
internal static class MeterServices
{
    /// <summary>
    /// Registers observable instruments. They are created with the first meter provider, since no other part requests
    /// them.
    /// </summary>
    internal static IServiceCollection AddMeters<TMeters>(this IServiceCollection services)
        where TMeters : class =>
        services.AddSingleton<TMeters>()
            .ConfigureOpenTelemetryMeterProvider(metrics => metrics.AddInstrumentation<TMeters>());
}

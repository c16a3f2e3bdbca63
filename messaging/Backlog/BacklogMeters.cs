using System.Diagnostics.Metrics;

namespace Ticketing.Messaging;

/// <summary>
/// The backlog in the database, as gauges. Every silo reports the same values: aggregate them with max, never with sum.
/// Values that are too old are not exported.
/// </summary>
internal sealed class BacklogMeters : IDisposable
{
    public const string MeterName = "Ticketing.Standing";

    private static readonly TimeSpan Trust = TimeSpan.FromSeconds(3 * BacklogWatch.PeriodSeconds);
    private static readonly KeyValuePair<string, object?>[] NoTags = [];

    private readonly Meter meter;
    private readonly TimeProvider time;
    private readonly long startedAt;
    private volatile Seen? last;

    public BacklogMeters(IMeterFactory factory, TimeProvider time)
    {
        this.time = time;
        startedAt = time.GetTimestamp();
        meter = factory.Create(MeterName);
        meter.CreateObservableGauge(
            "ticketing.standing.age", () => Age.TotalSeconds, "s",
            "How long ago this process last read the backlog in the database; the other backlog gauges are absent when "
            + "that is too long.");
        Tell<double>("ticketing.outbox.oldest", "s", "The age of the oldest event in the outbox.",
            seen => OldestSeconds(seen));
        Tell<long>("ticketing.outbox.rows", "{event}", Bounded("Events in the outbox"), seen => seen.Facts.OutboxRows);
        Tell<long>("ticketing.dead_letters", "{event}", Bounded("Dead letters that wait for an operator"),
            seen => seen.Facts.DeadLetters);
        Tell<long>("ticketing.queue.waiting", "{fan}", "Fans who wait, in all queues.", seen => seen.Facts.Waiting);
        Tell<long>("ticketing.queue.longest", "{fan}", "Fans who wait in the longest queue.",
            seen => seen.Facts.LongestQueue);
        Tell<long>("ticketing.queue.admitted", "{fan}", Bounded("Fans who have not claimed their turn yet"),
            seen => seen.Facts.Admitted);
        Tell<long>("ticketing.queue.active", "{fan}", Bounded("Fans who may reserve"), seen => seen.Facts.Active);
        Tell<double>("ticketing.queue.standstill", "s",
            "The longest time for which a queue that is open and has room, seats and waiting fans has admitted no fan.",
            seen => seen.Standstill?.TotalSeconds);
        Tell<long>("ticketing.orders.under_way", "{order}", Bounded("Orders that have not ended"),
            seen => seen.Facts.OrdersUnderWay);
        Tell<long>("ticketing.orders.stuck", "{order}",
            Bounded($"Orders that have not ended and made no progress for {Limits.LostOrderSeconds} s"),
            seen => seen.Facts.OrdersStuck);
    }

    public void Dispose() => meter.Dispose();

    /// <param name="standstill">Null when unknown.</param>
    public void Saw(BacklogFacts facts, TimeSpan? standstill, DateTimeOffset now) =>
        last = new Seen(facts, standstill, now, time.GetTimestamp());

    private TimeSpan Age => time.GetElapsedTime(last?.At ?? startedAt);

    private static string Bounded(string what) => $"{what}; counted up to {BacklogFacts.CountedAtMost}.";

    private static double OldestSeconds(Seen seen) =>
        seen.Facts.OldestEventAt is { } at ? Math.Max(0, (seen.Now - at).TotalSeconds) : 0;

    private void Tell<T>(string name, string unit, string description, Func<Seen, T?> of)
        where T : struct =>
        meter.CreateObservableGauge(
            name,
            () => last is { } seen && time.GetElapsedTime(seen.At) <= Trust && of(seen) is { } value
                ? (Measurement<T>[])[new Measurement<T>(value, NoTags)]
                : [],
            unit,
            description);

    private sealed record Seen(BacklogFacts Facts, TimeSpan? Standstill, DateTimeOffset Now, long At);
}

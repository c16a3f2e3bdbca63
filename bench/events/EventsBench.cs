using System.Collections.Concurrent;
using System.Diagnostics;
using Ticketing.PostProcessing;

namespace Ticketing.Bench.Events;

/// <summary>
/// Reservations at full speed, alternately within one run: without a reader of the outbox, with all consumers in the
/// process, and through Kafka. Measures what events cost reservations, and how long after its commit an event is
/// handled.
/// </summary>
public static class EventsBench
{
    private const int Rounds = 5;
    private static readonly TimeSpan Phase = TimeSpan.FromSeconds(4);

    /// <param name="brokers">The bootstrap servers of Kafka.</param>
    public static async Task RunAsync(string brokers)
    {
        var postgres = BenchPostgres.Given();
        await using var off = await EventWay.StartAsync(
            "no reader", await postgres.CreateDatabaseAsync("events_off"), delivers: false);
        await using var inProcess = await EventWay.StartAsync(
            "in process", await postgres.CreateDatabaseAsync("events_inprocess"), delivers: true);
        await using var kafka = await EventWay.StartAsync(
            "Kafka", await postgres.CreateDatabaseAsync("events_kafka"), delivers: true,
            ("Transport", "Kafka"), ("Kafka:BootstrapServers", brokers),
            ("Kafka:PartitionsPerTopic", "64"), ("Kafka:FetchWaitMilliseconds", "10"));

        EventWay[] ways = [off, inProcess, kafka];
        var measured = ways.ToDictionary(way => way.Name, _ => new List<EventRound>());
        foreach (var way in ways)
            await WarmUp.RunAsync(way.Name, async () => (await way.RunAsync(Phase)).ReservationsPerSecond);
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var way in ways)
                measured[way.Name].Add(await way.RunAsync(Phase));
        }

        Print(measured);
    }

    private static void Print(Dictionary<string, List<EventRound>> measured)
    {
        Console.WriteLine($"median of {Rounds} rounds of {Phase.TotalSeconds:0} s, 256 callers, one seat each");
        Console.WriteLine($"{"events",-12} {"reservations/s",15} {"events/s",10} {"delay p50/p99 ms",20}");
        foreach (var (name, rounds) in measured)
        {
            var events = name == "no reader" ? "" : $"{Median(rounds.Select(round => round.EventsPerSecond)):N0}";
            var delay = name == "no reader" ? "" : $"{Delay(rounds, 50):0.0} / {Delay(rounds, 99):0.0}";
            var reservations = Median(rounds.Select(round => round.ReservationsPerSecond));
            Console.WriteLine($"{name,-12} {reservations,15:N0} {events,10} {delay,20}");
        }

        var (off, inProcess, kafka) = (measured["no reader"], measured["in process"], measured["Kafka"]);
        Figures.Print("events.reservation_slowdown_percent", Slowdown(off, inProcess), "%");
        Figures.Print("events.kafka_reservation_slowdown_percent", Slowdown(off, kafka), "%");
        Figures.Print(
            "events.inprocess_per_second", Median(inProcess.Select(round => round.EventsPerSecond)), "events/s");
        Figures.Print("events.kafka_per_second", Median(kafka.Select(round => round.EventsPerSecond)), "events/s");
        Figures.Print("events.inprocess_p50_ms", Delay(inProcess, 50), "ms");
        Figures.Print("events.inprocess_p99_ms", Delay(inProcess, 99), "ms");
        Figures.Print("events.kafka_p50_ms", Delay(kafka, 50), "ms");
        Figures.Print("events.kafka_p99_ms", Delay(kafka, 99), "ms");
    }

    private static double Slowdown(List<EventRound> without, List<EventRound> with) => Median(without.Zip(
        with, (one, other) => 100 * (1 - (other.ReservationsPerSecond / one.ReservationsPerSecond))));

    private static double Delay(List<EventRound> rounds, double percent) =>
        Median(rounds.Select(round => Figures.Percentile(round.DelaysMilliseconds, percent)));

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}

/// <param name="ReservationsPerSecond">Until the last reservation was made.</param>
/// <param name="EventsPerSecond">Until the last event was handled.</param>
/// <param name="DelaysMilliseconds">From the commit of each event to its handling.</param>
internal sealed record EventRound(
    double ReservationsPerSecond, double EventsPerSecond, IReadOnlyList<double> DelaysMilliseconds);

/// <summary>A consumer of notices that remembers when each one came.</summary>
internal sealed class TimedNotifier : INotifier
{
    private readonly ConcurrentDictionary<Guid, long> handledAt = new();

    public int Handled => handledAt.Count;

    public Task NotifyAsync(Notice notice, CancellationToken late)
    {
        handledAt.TryAdd(notice.Reservation.ReservationId, Stopwatch.GetTimestamp());
        return Task.CompletedTask;
    }

    /// <summary>When the notice of a reservation came; null if it has not come yet.</summary>
    public long? HandledAt(Guid reservationId) =>
        handledAt.TryGetValue(reservationId, out var at) ? at : null;
}

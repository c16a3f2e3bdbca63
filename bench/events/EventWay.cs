using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Ticketing.Bench.Contention;
using Ticketing.Catalog;
using Ticketing.Messaging;
using Ticketing.PostProcessing;
using Ticketing.Reservations;

namespace Ticketing.Bench.Events;

/// <summary>
/// The product with its events delivered one way, or not at all: a silo in this process, a database of its own.
/// </summary>
internal sealed class EventWay : IAsyncDisposable
{
    private const int Callers = 256;
    private static readonly TimeSpan DrainTime = TimeSpan.FromMinutes(2);

    private readonly BenchSilo silo;
    private readonly SeatSupply seats;
    private readonly TimedNotifier notifier;
    private readonly bool delivers;

    private EventWay(string name, BenchSilo silo, TimedNotifier notifier, bool delivers)
    {
        Name = name;
        this.silo = silo;
        this.notifier = notifier;
        this.delivers = delivers;
        seats = BenchHouse.In(silo.Database);
    }

    public string Name { get; }

    /// <param name="delivers">Whether a relay reads the outbox.</param>
    public static async Task<EventWay> StartAsync(
        string name, string connectionString, bool delivers, params (string Key, string Value)[] settings)
    {
        var notifier = new TimedNotifier();
        var silo = await BenchSilo.StartAsync(
            connectionString,
            settings.Select(setting => ($"{EventOptions.Section}:{setting.Key}", setting.Value)),
            services =>
            {
                services.Replace(ServiceDescriptor.Singleton<INotifier>(notifier));
                if (!delivers) RemoveRelay(services);
            });
        return new EventWay(name, silo, notifier, delivers);
    }

    /// <summary>
    /// Reserves seats at full speed while one reader polls the seat map; then waits until every event is handled.
    /// </summary>
    public async Task<EventRound> RunAsync(TimeSpan duration)
    {
        await seats.NextHallAsync();
        await using (var truncate = silo.Database.CreateCommand("truncate outbox"))
        {
            if (!delivers) await truncate.ExecuteNonQueryAsync();
        }

        var answeredAt = new ConcurrentDictionary<Guid, long>();
        var before = notifier.Handled;
        await ReserveAsync(answeredAt); // the first reservation loads the hall
        var started = Stopwatch.GetTimestamp();
        using var watching = new CancellationTokenSource();
        var watch = WatchAsync(watching.Token);
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(started) < duration)
                await ReserveAsync(answeredAt);
        })));
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        while (delivers && notifier.Handled - before < answeredAt.Count)
        {
            if (Stopwatch.GetElapsedTime(started) > duration + DrainTime)
                throw new InvalidOperationException($"{Name}: only {notifier.Handled - before} events were handled.");
            await Task.Delay(1);
        }

        var drained = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await watching.CancelAsync();
        await watch;
        return new EventRound(
            answeredAt.Count / seconds,
            answeredAt.Count / drained,
            delivers ? [.. answeredAt.Select(one => DelayOf(one.Key, one.Value))] : []);
    }

    public ValueTask DisposeAsync() => silo.DisposeAsync();

    private static void RemoveRelay(IServiceCollection services) =>
        services.Remove(services.Single(one => one.ImplementationType == typeof(OutboxRelay)));

    /// <summary>
    /// Milliseconds from the answer, which follows the commit, to the handling; 0 if that came first.
    /// </summary>
    private double DelayOf(Guid reservationId, long answeredAt) =>
        Math.Max(0, Stopwatch.GetElapsedTime(answeredAt, notifier.HandledAt(reservationId)!.Value).TotalMilliseconds);

    private async Task ReserveAsync(ConcurrentDictionary<Guid, long> answeredAt)
    {
        var id = Guid.NewGuid();
        var (scheduleId, seatId) = seats[await seats.TakeAsync()];
        ImmutableArray<string> wish = [seatId];
        var outcome = await silo.Grains.GetGrain<IReservationGrain>(GrainKeys.Of(id))
            .Reserve(new ReserveSeats(scheduleId, Guid.NewGuid(), wish, null, 0, "hash"));
        if (outcome.Result != ReserveResult.Reserved)
            throw new InvalidOperationException($"A reservation answered {outcome.Result}.");
        answeredAt[id] = Stopwatch.GetTimestamp();
    }

    private async Task WatchAsync(CancellationToken stop)
    {
        var (scheduleId, version) = (Guid.Empty, "");
        while (!stop.IsCancellationRequested)
        {
            var map = silo.Grains.GetGrain<ISeatMapGrain>(GrainKeys.Of(seats.ScheduleId));
            var isNew = scheduleId != seats.ScheduleId;
            scheduleId = seats.ScheduleId;
            version = isNew ? (await map.Get())!.Version : (await map.GetSince(version))!.Version;
            await Task.Delay(100);
        }
    }
}

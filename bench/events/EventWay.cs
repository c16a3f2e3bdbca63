using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Ticketing.Bench.Contention;
using Ticketing.Catalog;
using Ticketing.Hosting;
using Ticketing.Messaging;
using Ticketing.Postgres;
using Ticketing.PostProcessing;
using Ticketing.Reservations;

namespace Ticketing.Bench.Events;

/// <summary>
/// The product with its events going one way, or none: grains on the embedded host, a database of its own.
/// </summary>
internal sealed class EventWay : IAsyncDisposable
{
    private const int Callers = 256;
    private const int SeatsOfRound = 90_000;
    private static readonly TimeSpan DrainTime = TimeSpan.FromMinutes(2);

    private readonly IHost host;
    private readonly IGrainFactory grains;
    private readonly NpgsqlDataSource database;
    private readonly TimedNotifier notifier;
    private readonly bool delivers;

    private EventWay(string name, IHost host, TimedNotifier notifier, bool delivers)
    {
        Name = name;
        this.host = host;
        this.notifier = notifier;
        this.delivers = delivers;
        grains = host.Services.GetRequiredService<IGrainFactory>();
        database = host.Services.GetRequiredService<NpgsqlDataSource>();
    }

    public string Name { get; }

    /// <param name="delivers">Whether anybody reads the outbox.</param>
    public static async Task<EventWay> StartAsync(
        string name, string connectionString, bool delivers, params (string Key, string Value)[] settings)
    {
        var notifier = new TimedNotifier();
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration[$"{StoreOptions.Section}:ConnectionString"] = connectionString;
        foreach (var (key, value) in settings)
            builder.Configuration[$"{EventOptions.Section}:{key}"] = value;
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.AddTicketingStore();
        builder.AddTicketingGrains();
        builder.Services.Replace(ServiceDescriptor.Singleton<INotifier>(notifier));
        if (!delivers)
            RemoveRelay(builder.Services);
        var host = builder.Build();
        await host.StartAsync();
        return new EventWay(name, host, notifier, delivers);
    }

    /// <summary>
    /// Reserves seats at full speed, somebody watching the map; then waits until every event is handled.
    /// </summary>
    public async Task<EventRound> RunAsync(TimeSpan duration)
    {
        var house = await BenchHouse.CreateAsync(database, SeatsOfRound);
        await using (var truncate = database.CreateCommand("truncate outbox"))
        {
            if (!delivers) await truncate.ExecuteNonQueryAsync();
        }

        var answeredAt = new ConcurrentDictionary<Guid, long>();
        var before = notifier.Handled;
        var started = Stopwatch.GetTimestamp();
        using var watching = new CancellationTokenSource();
        var watch = WatchAsync(house.ScheduleId, watching.Token);
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(started) < duration)
                await ReserveAsync(house, answeredAt);
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

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
    }

    private static void RemoveRelay(IServiceCollection services) =>
        services.Remove(services.Single(one => one.ImplementationType == typeof(OutboxRelay)));

    /// <summary>Milliseconds from the answer, which is the commit, to the handling; 0 when that came first.</summary>
    private double DelayOf(Guid reservationId, long answeredAt) =>
        Math.Max(0, Stopwatch.GetElapsedTime(answeredAt, notifier.HandledAt(reservationId)!.Value).TotalMilliseconds);

    private async Task ReserveAsync(BenchHouse house, ConcurrentDictionary<Guid, long> answeredAt)
    {
        var id = Guid.NewGuid();
        ImmutableArray<string> seats = [BenchHouse.SeatId(house.TakeFreshSeats(1))];
        var outcome = await grains.GetGrain<IReservationGrain>(GrainKeys.Of(id))
            .Reserve(new ReserveSeats(house.ScheduleId, Guid.NewGuid(), seats, null, 0, "hash"));
        if (outcome.Result != ReserveResult.Reserved)
            throw new InvalidOperationException($"A reservation answered {outcome.Result}.");
        answeredAt[id] = Stopwatch.GetTimestamp();
    }

    private async Task WatchAsync(Guid scheduleId, CancellationToken stop)
    {
        var map = grains.GetGrain<ISeatMapGrain>(GrainKeys.Of(scheduleId));
        var version = (await map.Get())!.Version;
        while (!stop.IsCancellationRequested)
        {
            version = (await map.GetSince(version))!.Version;
            await Task.Delay(100);
        }
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Ticketing.Balances;
using Ticketing.Catalog;
using Ticketing.Events;
using Ticketing.PostProcessing;
using Ticketing.Queues;
using Ticketing.Reservations;
using Ticketing.Seats;
using Ticketing.Silo;
using Ticketing.Simulator;
using Ticketing.Stock;
using Ticketing.Storage;
using Ticketing.Tickets;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Simulation;

/// <summary>A sale with fans, faults and crashes on one thread under virtual time, all from one seed.</summary>
internal sealed partial class Simulation : IDisposable
{
    public const int SeatCount = 24;
    public const int SeatsPerFan = 5;
    public const string Admission = "Standing";
    private const int AdmissionCount = 6;
    private const int FanCount = 12;
    private const int HoldSeconds = 20;
    private const int PreQueueSeconds = 20;

    private readonly Random random;
    private readonly Faults faults;
    private readonly VirtualTime time = new();
    private readonly SimulationThread thread;
    private readonly SimulatedSilo[] silos;
    private readonly Sweeper sweeper;
    private readonly SimulatedFan[] fans;

    /// <param name="silos">With two, every grain may be active twice, as in a partitioned cluster.</param>
    /// <param name="queued">Whether fans need a turn in the queue.</param>
    public Simulation(int seed, Faults faults, int silos = 1, bool queued = false)
    {
        random = new Random(seed);
        Queue = queued ? SomeSettings(random) : QueueSettings.Off;
        Currency = seed % 3 == 0 ? "EUR" : null;
        this.faults = faults;
        thread = new SimulationThread(time, seed);
        Store = new FaultyStore(time, random, faults);
        (Told, Sent) = (Outsider(), Outsider());
        Consumers = new SimulatedConsumers(this, random, time, thread);
        Store.Announce = Consumers.Committed;
        Seed();
        this.silos = [.. Enumerable.Range(0, silos).Select(_ => new SimulatedSilo(thread, services => services
            .AddGrainServices(Store)
            .AddSingleton<INotifier>(Told)
            .AddSingleton<IExternalPlatform>(Sent)))];
        sweeper = new Sweeper(this.silos[0].Grains, Store, time, NullLogger<Sweeper>.Instance);
        Promises = new Promises(Store, time, SeatsPerFan, twice: silos > 1);
        Watcher = new SimulatedWatcher(this, random, time);
        fans = [.. Enumerable.Range(0, FanCount).Select(_ => new SimulatedFan(this, random, time))];
    }

    public Guid ScheduleId { get; } = Guid.Parse("00000000-0000-0000-0000-000000000001");

    /// <summary>The initial settings of the queue; an operator changes them.</summary>
    public QueueSettings Queue { get; }

    /// <summary>The currency of the sale: in every third seed another one than the installation's.</summary>
    public string? Currency { get; }

    public FaultyStore Store { get; }

    public SimulatedConsumers Consumers { get; }

    public SimulatedWatcher Watcher { get; }

    /// <summary>The notifications to fans.</summary>
    public RecordedSends Told { get; }

    /// <summary>The events sent to the external platform.</summary>
    public RecordedSends Sent { get; }

    public Promises Promises { get; }

    /// <summary>The grains of any silo.</summary>
    public IGrainFactory Grains => Silo.Grains;

    public bool Selling { get; private set; } = true;

    private SimulatedSilo Silo => silos.Length == 1 ? silos[0] : silos[random.Next(silos.Length)];

    private bool Resting { get; set; }

    /// <summary>Sells for two minutes, then ends all faults and lets everything come to rest.</summary>
    public void Run() => thread.Run(
        async () =>
        {
            var sale = Task.WhenAll(
                [Sweep(), Crash(), Operate(), BlockSeats(), Watcher.Live(), .. fans.Select(fan => fan.Live())]);
            await Task.WhenAny(sale, Task.Delay(TimeSpan.FromMinutes(2), time));
            Selling = false;
            Store.Healed = true;
            await Task.WhenAny(sale, Task.Delay(TimeSpan.FromMinutes(5), time));
            while (!HasEnded()) await Task.Delay(TimeSpan.FromSeconds(5), time);
            Resting = true;
            await sale;
            await Consumers.Drain();
            await AssertEventsAtRest();
        },
        atMost: TimeSpan.FromMinutes(40));

    public void Dispose()
    {
        sweeper.Dispose();
        Array.ForEach(silos, silo => silo.Dispose());
    }

    private async Task Sweep()
    {
        while (!Resting)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), time);
            try
            {
                await sweeper.SweepAsync(CancellationToken.None);
            }
            catch (StoreUnavailableException)
            {
                // The next pass is due in a second.
            }
        }
    }

    private async Task Crash()
    {
        while (Selling)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), time);
            if (random.NextDouble() < faults.OutageEachSecond) Store.GoAway();
            if (random.NextDouble() < faults.CrashedProcessEachSecond) Silo.CrashAll();
            if (random.NextDouble() < faults.CrashedGrainEachSecond) Silo.Crash(SomeGrain());
        }
    }

    /// <summary>Changes the settings of the queue at random; at the end, all fans may enter.</summary>
    private async Task Operate()
    {
        while (Selling && Queue.Enabled)
        {
            await Task.Delay(TimeSpan.FromSeconds(20 * random.NextDouble()), time);
            await Change(new QueueChange(
                MaxActive: random.Next(1, 6), PacePerSecond: random.Next(3), Paused: random.Next(6) == 0,
                MoreTimes: random.Next(4)));
        }

        if (Queue.Enabled) while (!await Change(new QueueChange(Paused: false, PacePerSecond: 0))) ;
    }

    private async Task<bool> Change(QueueChange change)
    {
        try
        {
            var until = time.GetUtcNow() + new SiloOptions().ResponseTimeout;
            await Grains.GetGrain<IQueueGrain>(GrainKeys.Of(ScheduleId)).Change(change with { Until = until });
            return true;
        }
        catch (Exception e) when (e is TicketStoreException or TimeoutException or OrleansException)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), time);
            return false;
        }
    }

    private static QueueSettings SomeSettings(Random random) => new(
        MaxActive: random.Next(1, 6), PacePerSecond: random.Next(3), ClaimSeconds: 5, ActiveSeconds: 30,
        PausesWhenSoldOut: random.Next(2) == 0, Draws: random.Next(3) == 0);

    private IAddressable SomeGrain()
    {
        var fan = fans[random.Next(FanCount)];
        return random.Next(Queue.Enabled ? 13 : 11) switch
        {
            12 => Grains.GetGrain<IQueueEntranceGrain>(GrainKeys.Of(ScheduleId)),
            11 => Grains.GetGrain<IQueueGrain>(GrainKeys.Of(ScheduleId)),
            10 => Grains.GetGrain<IBalanceGrain>(GrainKeys.Balance(new BalanceKey(fan.UserId, Currency))),
            9 => Grains.GetGrain<ITicketGrain>(GrainKeys.Of(fan.LastReservation)),
            8 => Grains.GetGrain<IStockGrain>(GrainKeys.Stock(new StockKey(ScheduleId, Admission))),
            0 => Grains.GetGrain<ISeatGrain>(GrainKeys.Seat(new SeatKey(ScheduleId, SeatId(random.Next(SeatCount))))),
            1 => Grains.GetGrain<IFanGrain>(GrainKeys.Fan(new FanKey(ScheduleId, fan.UserId))),
            2 => Grains.GetGrain<ISeatMapGrain>(GrainKeys.Of(ScheduleId)),
            3 => Grains.GetGrain<IStatisticsGrain>(GrainKeys.Of(ScheduleId)),
            4 => Grains.GetGrain<IReadModelGrain>(Lanes.Of(fan.LastReservation)),
            5 => Grains.GetGrain<INotificationGrain>(Lanes.Of(fan.UserId)),
            6 => Grains.GetGrain<IExternalPlatformGrain>(Lanes.Of(fan.LastReservation)),
            _ => Grains.GetGrain<IReservationGrain>(GrainKeys.Of(fan.LastReservation)),
        };
    }

    private RecordedSends Outsider() => new(time)
    {
        Refuses = _ => !Store.Healed && random.NextDouble() < faults.RefusedMessage,
        Slow = TimeSpan.FromMilliseconds(50),
    };

    public static string SeatId(int seat) => $"S-{seat:00}";

    private void Seed()
    {
        var now = time.GetUtcNow();
        var opensAt = Queue.Draws ? now.AddSeconds(PreQueueSeconds) : now;
        var terms = new SaleTerms(ScheduleId, opensAt, now.AddDays(1), HoldSeconds, SeatsPerFan, ["A"])
        {
            Currency = Currency,
            Renewals = 2,
        };
        var seats =
            from seat in Enumerable.Range(0, SeatCount)
            let row = seat / 8
            select new ScheduleSeat(SeatId(seat), seat, Zone: 0, row, Block: row, Rank: seat, "A");
        Store.Seed(terms, seats.Select(seat => new SeededSeat(seat, Price: 100)), Queue);
        Store.SeedAdmission(new StockKey(ScheduleId, Admission), AdmissionCount, price: 100);
    }
}

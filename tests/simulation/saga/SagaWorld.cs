using Microsoft.Extensions.Logging.Abstractions;
using Ticketing.Balances;
using Ticketing.Catalog;
using Ticketing.Messaging;
using Ticketing.Orders;
using Ticketing.Reservations;
using Ticketing.Silo;
using Ticketing.Simulator;
using Ticketing.Stock;
using Ticketing.Storage;
using Ticketing.Tests.Messaging;
using Ticketing.Tests.Simulation;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Saga;

/// <summary>
/// A sale whose events travel through the consumer groups of the choreography, on one thread under virtual time, with
/// trouble on one edge.
/// </summary>
internal sealed class SagaWorld : IDisposable
{
    public const int HoldSeconds = 60;
    public const int SeatsPerCategory = 6;
    public const string Admission = "Standing";

    private readonly VirtualTime time = new();
    private readonly SimulationThread thread;
    private readonly SimulatedSilo silo;
    private readonly MessagingMeters meters = new();
    private readonly ConsumerGroup[] groups;
    private readonly Sweeper sweeper;
    private readonly MemoryDeadLetters deadLetters = new();
    private readonly List<Exception> broken = [];
    private int underWay;
    private bool ended;

    /// <param name="currency">Of the schedule and of the fans' money.</param>
    public SagaWorld(Edge? troubled = null, Trouble trouble = Trouble.None, string? currency = null)
    {
        (Troubled, Trouble, Currency) = (troubled, trouble, currency);
        thread = new SimulationThread(time);
        Store = new SagaStore(time) { Announce = Deliver };
        silo = new SimulatedSilo(thread, services => services.AddGrainServices(Store, new RecordedSends(time)));
        Grains = silo.Grains;
        var lines = PaymentLines.All
            .Select(line => line with { Handler = new TroubledHandler(line, this) })
            .ToArray();
        groups = [.. lines.Select(line => line.Group).Distinct().Select(name => new ConsumerGroup(
            name, lines, Grains, deadLetters, new EventOptions(), meters, time, NullLogger<ConsumerGroup>.Instance))];
        sweeper = new Sweeper(Grains, Store, time, NullLogger<Sweeper>.Instance);
        Seed();
    }

    public static IReadOnlyList<Edge> Edges { get; } =
        [.. PaymentLines.All.Select(line => new Edge(line.Topic, line.Group))];

    public Edge? Troubled { get; }

    public Trouble Trouble { get; }

    public string? Currency { get; }

    /// <summary>When true, an edge that failed for good no longer fails.</summary>
    public bool Mended { get; private set; }

    public HashSet<Edge> Used { get; } = [];

    /// <summary>Seconds that the handling of an edge takes.</summary>
    public Dictionary<Edge, double> Slow { get; } = [];

    public SagaStore Store { get; }

    public IGrainFactory Grains { get; }

    public Guid ScheduleId { get; } = Guid.Parse("00000000-0000-0000-0000-000000000001");

    public DateTimeOffset Now => time.GetUtcNow();

    public Task Pause(double seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), time);

    public IReservationGrain Reservation(Guid id) => Grains.GetGrain<IReservationGrain>(GrainKeys.Of(id));

    public IOrderGrain Order(Guid id) => Grains.GetGrain<IOrderGrain>(GrainKeys.Of(id));

    public IBalanceGrain Balance(Guid userId) =>
        Grains.GetGrain<IBalanceGrain>(GrainKeys.Balance(new BalanceKey(userId, Currency)));

    /// <summary>
    /// Runs this later, regardless of order. Retries store exceptions up to 20 times without reporting them.
    /// </summary>
    public void Later(double seconds, Func<Task> handle)
    {
        underWay++;
        Start(async () =>
        {
            await Pause(seconds);
            for (var attempt = 0; ; attempt++)
            {
                try
                {
                    await handle();
                    break;
                }
                catch (TicketStoreException) when (attempt < 20)
                {
                    await Pause(1);
                }
            }

            underWay--;
        });
    }

    /// <summary>Runs the actions of fans and operators, and then everything to its end.</summary>
    public void Run(Func<Task> story) => thread.Run(
        async () =>
        {
            Start(Sweep);
            await story();
            await ComeToRest();
            Mended = true;
            while (deadLetters.Letters.Count > 0)
            {
                DeadLetter[] letters = [.. deadLetters.Letters];
                deadLetters.Letters.Clear();
                await Task.WhenAll(letters.Select(letter => groups.Single(group => group.Name == letter.Group)
                    .HandleAsync(letter.Event, CancellationToken.None)));
            }

            await ComeToRest();
            ended = true;
            Assert.Empty(broken);
            Assert.True(IsAtRest(), Invariants.Describe(Store));
        },
        TimeSpan.FromHours(3));

    public void Dispose()
    {
        sweeper.Dispose();
        silo.Dispose();
        meters.Dispose();
    }

    private async Task ComeToRest()
    {
        // A dead letter may keep the sale from coming to rest.
        for (var seconds = 0; seconds < 1_200 && !IsAtRest(); seconds += 5) await Pause(5);
    }

    private bool IsAtRest() =>
        underWay == 0
        && Store.Orders.All(order => OrderRules.IsAtEnd(order.Status))
        && Store.Reservations.All(row => row.Status is not (ReservationStatus.Pending or ReservationStatus.Paying))
        && Store.Payments.All(row => row.Status is not (PaymentStatus.Debiting or PaymentStatus.Refunding));

    private async Task Sweep()
    {
        while (!ended)
        {
            await sweeper.SweepAsync(CancellationToken.None);
            await Pause(5);
        }
    }

    private void Deliver(IEnumerable<OutboxEvent> events)
    {
        var deliveries =
            from item in events from @group in groups where @group.Topics.Contains(item.Topic) select (item, @group);
        foreach (var (item, group) in deliveries)
        {
            underWay++;
            Start(async () =>
            {
                await group.HandleAsync(item, CancellationToken.None);
                underWay--;
            });
        }
    }

    /// <summary>Starts work on the simulation's thread, not on the scheduler of the grain that is running.</summary>
    private void Start(Func<Task> work) => Task.Factory.StartNew(
        async () =>
        {
            try
            {
                await work();
            }
            catch (Exception e)
            {
                broken.Add(e);
            }
        },
        CancellationToken.None, TaskCreationOptions.None, thread);

    private void Seed()
    {
        var now = time.GetUtcNow();
        var terms = new SaleTerms(ScheduleId, now, now.AddDays(1), HoldSeconds, SeatsPerFan: 8, ["A", "B"])
        {
            Currency = Currency,
        };
        var seats =
            from row in Enumerable.Range(0, 2)
            from number in Enumerable.Range(0, SeatsPerCategory)
            let category = row == 0 ? "A" : "B"
            let ordinal = (row * SeatsPerCategory) + number
            select new ScheduleSeat($"{category}-{number}", ordinal, Zone: 0, row, Block: row, Rank: ordinal, category);
        Store.Seed(terms, seats.Select(seat => new SeededSeat(seat, Price: 100)));
        Store.SeedAdmission(new StockKey(ScheduleId, Admission), SeatsPerCategory, price: 100);
    }
}

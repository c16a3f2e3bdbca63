using Ticketing.Queues;
using Ticketing.Reservations;

namespace Ticketing.Tests.Grains;

/// <summary>Fans at the queue of a sale in two silos; invariant I5 is checked at every commit.</summary>
internal sealed class QueueScene(
    QueueSettings? settings = null, int seats = 24, TimeSpan opensIn = default, int mailbox = 10_000) : IDisposable
{
    private readonly Dictionary<int, QueuePlace> places = [];

    public TwoSilos World { get; } = new(seats, settings ?? new QueueSettings(MaxActive: 1), opensIn, mailbox);

    public TroubledStore Store => World.Store;

    public QueueSummary Summary { get; private set; } = null!;

    public static Guid Fan(int number) => new(number, 0, 0, new byte[8]);

    public IQueueGrain Queue(int silo = 0) => World.Silo(silo).GetGrain<IQueueGrain>(GrainKeys.Of(World.ScheduleId));

    public IQueueEntranceGrain Entrance(int silo = 0) =>
        World.Silo(silo).GetGrain<IQueueEntranceGrain>(GrainKeys.Of(World.ScheduleId));

    public void Run(Func<Task> body)
    {
        World.Run(body);
        Store.Watch.AssertKept();
    }

    public async Task Join(params int[] fans)
    {
        foreach (var fan in fans)
        {
            var outcome = await Entrance().Join(Fan(fan));
            Assert.Equal(JoinResult.Joined, outcome.Result);
            places[fan] = outcome.Place!.Value;
        }
    }

    public QueuePlace Place(int fan) => places[fan];

    public async Task<EnterResult> Enter(int fan, int silo = 0)
    {
        var outcome = await Queue(silo).Enter(places[fan]);
        Store.Watch.Told(World.ScheduleId, places[fan], outcome);
        return outcome.Result;
    }

    public async Task<MoreTimeOutcome> Ask(int fan, int request, int silo = 0)
    {
        var command = new AskMoreTime(places[fan], new Guid(request, 1, 0, new byte[8]));
        var outcome = await Queue(silo).GiveMoreTime(command);
        Store.Watch.Told(World.ScheduleId, places[fan], outcome);
        return outcome;
    }

    public Task Leave(int fan, int silo = 0) => Queue(silo).Leave(places[fan]);

    public Task<ChangeQueueOutcome> Change(QueueChange change) => Queue().Change(change);

    public Task Wait(double seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), World.Time);

    /// <summary>Lets everything happen that is due now.</summary>
    public Task Breathe() => Wait(0.001);

    public async Task<QueueSummary> Look(int silo = 0)
    {
        Summary = (await Queue(silo).GetSummary())!;
        return Summary;
    }

    /// <summary>The fans admitted so far, in order.</summary>
    public int[] Admitted() =>
        [.. Store.Watch.Admissions.Select(place => Enumerable.Range(0, 5_000).First(fan => Fan(fan) == place.UserId))];

    public async Task<(Guid Id, ReserveOutcome Outcome)> Reserve(int fan, string seat, Guid? id = null)
    {
        var name = id ?? Guid.NewGuid();
        var command = new ReserveSeats(
            World.ScheduleId, Fan(fan), [seat], null, 0, seat, places.TryGetValue(fan, out var place) ? place : null);
        return (name, await World.Reservation(name).Reserve(command));
    }

    public async Task<Guid> Hold(int fan, string seat)
    {
        var (id, outcome) = await Reserve(fan, seat);
        Assert.Equal(ReserveResult.Reserved, outcome.Result);
        return id;
    }

    public Task Charge(int fan, long amount = 1_000) =>
        World.Silo(0).GetGrain<Ticketing.Balances.IBalanceGrain>(GrainKeys.Of(Fan(fan)))
            .Charge(new Ticketing.Balances.BalanceChange("charge", amount));

    public Task<PayOutcome> Pay(int fan, Guid id) => World.PayThrough(id, Fan(fan));

    public Task Cancel(int fan, Guid id) => World.Reservation(id).Cancel(new CancelReservation(Fan(fan)));

    public void Dispose() => World.Dispose();
}

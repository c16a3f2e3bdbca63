using System.Collections.Immutable;
using Ticketing.Balances;
using Ticketing.Catalog;
using Ticketing.Queues;
using Ticketing.Reservations;
using Ticketing.Simulator;
using Ticketing.Storage;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Grains;

/// <summary>Two silos over one store: every grain may be active twice, as can happen in a cluster.</summary>
internal sealed class TwoSilos : IDisposable
{
    public const int SeatsPerFan = 4;
    private readonly SimulationThread thread;
    private readonly SimulatedSilo[] silos;

    /// <param name="queue">None when not given.</param>
    /// <param name="mailbox">Requests that a grain takes; 0 for any number.</param>
    public TwoSilos(int seats = 24, QueueSettings? queue = null, TimeSpan opensIn = default, int mailbox = 10_000)
    {
        Time = new VirtualTime();
        thread = new SimulationThread(Time);
        Store = new TroubledStore(Time);
        Outside = new RecordedSends(Time);
        var now = Time.GetUtcNow();
        Store.Seed(
            new SaleTerms(ScheduleId, now + opensIn, now.AddDays(1), HoldSeconds: 60, SeatsPerFan, ["A"])
            {
                Renewals = 2,
            },
            Enumerable.Range(0, seats).Select(seat => new SeededSeat(
                new ScheduleSeat($"S-{seat:00}", seat, 0, seat / 8, seat / 8, seat, "A"), Price: 100)),
            queue);
        silos = [.. Enumerable.Range(0, 2).Select(_ => new SimulatedSilo(
            thread,
            services => services.AddGrainServices(Store, Outside),
            new SiloOptions { MaxEnqueuedRequests = mailbox }))];
    }

    public Guid ScheduleId { get; } = Guid.Parse("00000000-0000-0000-0000-000000000001");

    public Guid UserId { get; } = Guid.Parse("00000000-0000-0000-0000-0000000000aa");

    public VirtualTime Time { get; }

    public TroubledStore Store { get; }

    /// <summary>
    /// Number of events delivered to the grains that take part in paying; see <see cref="SagaSteps"/>.
    /// </summary>
    public int Brought { get; set; }

    /// <summary>The receiver of notifications and of events for another platform.</summary>
    public RecordedSends Outside { get; }

    public IGrainFactory Silo(int number) => Host(number).Grains;

    public SimulatedSilo Host(int number) => silos[number];

    public int SeatsHeld => Store.Seats.Count(seat => seat.ReservationId is not null);

    public IReservationGrain Reservation(Guid id, int silo = 0) =>
        Silo(silo).GetGrain<IReservationGrain>(GrainKeys.Of(id));

    public IBalanceGrain Balance(int silo = 0) => Silo(silo).GetGrain<IBalanceGrain>(GrainKeys.Of(UserId));

    public async Task<(Guid Id, ReserveOutcome Outcome)> Reserve(
        ImmutableArray<string> seats, int silo = 0, Guid? id = null)
    {
        var name = id ?? Guid.NewGuid();
        var command = new ReserveSeats(ScheduleId, UserId, seats, null, seats.Length, string.Join(',', seats));
        return (name, await Reservation(name, silo).Reserve(command));
    }

    public void Run(Func<Task> body) => thread.Run(body, TimeSpan.FromHours(2));

    public void Dispose() => Array.ForEach(silos, silo => silo.Dispose());
}

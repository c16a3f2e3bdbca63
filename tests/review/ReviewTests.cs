using System.Collections.Immutable;
using Ticketing.Balances;
using Ticketing.Reservations;
using Ticketing.Storage;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Review;

public class ReviewTests
{
    [Fact]
    public void A_balance_in_memory_that_is_old_does_not_refuse_what_is_being_taken()
    {
        using var world = new TwoSilos(time => new Store(time));
        var store = (Store)world.Store;
        world.Run(async () =>
        {
            // The copy in silo 1 knows a balance of 0; the one in silo 0 charges.
            var user = GrainKeys.Of(world.UserId);
            Assert.Equal(0, await world.Silo(1).GetGrain<IBalanceGrain>(user).Get());
            await world.Silo(0).GetGrain<IBalanceGrain>(user).Charge(new BalanceChange("charge", 1_000));

            var (id, reserved) = await Reserve(world, 0, ["S-00"]);
            Assert.Equal(ReserveResult.Reserved, reserved.Result);
            var paying = world.Silo(0).GetGrain<IReservationGrain>(GrainKeys.Of(id));

            // The debit is on its way: its outcome unknown, it lands in 20 s.
            store.LateDebits = TimeSpan.FromSeconds(20);
            await Assert.ThrowsAsync<CommitOutcomeUnknownException>(
                () => paying.Pay(new PayReservation(world.UserId)));
            store.LateDebits = null;

            // Drive the reservation on in silo 1, whose balance copy is old.
            await world.Silo(1).GetGrain<IReservationGrain>(GrainKeys.Of(id)).Drive();
            await Task.Delay(TimeSpan.FromMinutes(5), world.Time);
            await world.Silo(1).GetGrain<IReservationGrain>(GrainKeys.Of(id)).Drive();

            var row = world.Store.Reservations.Single();
            var net = world.Store.Ledger.Where(entry => entry.ReservationId == id).Sum(entry => entry.Amount);
            Assert.Equal(row.Status == ReservationStatus.Confirmed ? -100 : 0, net);
        });
    }

    [Fact]
    public void An_old_balance_in_memory_refuses_nobody_who_has_the_money()
    {
        using var world = new TwoSilos();
        world.Run(async () =>
        {
            var user = GrainKeys.Of(world.UserId);
            Assert.Equal(0, await world.Silo(1).GetGrain<IBalanceGrain>(user).Get());
            await world.Silo(0).GetGrain<IBalanceGrain>(user).Charge(new BalanceChange("charge", 1_000));
            var debit = await world.Silo(1).GetGrain<IBalanceGrain>(user).Debit(new BalanceChange("debit", 100));
            Assert.Equal(BalanceResult.Applied, debit.Result);
        });
    }

    [Fact]
    public void A_fan_who_has_reserved_and_cancelled_a_thousand_times_keeps_the_limit()
    {
        using var world = new TwoSilos();
        world.Run(async () =>
        {
            for (var seat = 0; seat < 3; seat++)
                Assert.Equal(ReserveResult.Reserved, (await Reserve(world, 0, [$"S-0{seat}"])).Outcome.Result);
            await world.Grains.GetGrain<IBalanceGrain>(GrainKeys.Of(world.UserId))
                .Charge(new BalanceChange("charge", 1_000));
            foreach (var row in world.Store.Reservations)
            {
                var paid = await world.Grains.GetGrain<IReservationGrain>(GrainKeys.Of(row.Id))
                    .Pay(new PayReservation(world.UserId));
                Assert.Equal(PayResult.Confirmed, paid.Result);
            }

            for (var time = 0; time < Limits.RememberedReservationsPerFan; time++)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), world.Time);
                var (id, _) = await Reserve(world, 0, ["S-05"]);
                await world.Grains.GetGrain<IReservationGrain>(GrainKeys.Of(id))
                    .Cancel(new CancelReservation(world.UserId));
            }

            await Task.Delay(TimeSpan.FromSeconds(Limits.FanTrustSeconds + 1), world.Time);
            var (_, more) = await Reserve(world, 0, ["S-10", "S-11", "S-12", "S-13"]);
            Assert.Equal(ReserveResult.LimitExceeded, more.Result);
        });
    }

    [Fact]
    public void A_slow_commit_counts_against_the_limit_until_it_is_known()
    {
        using var world = new TwoSilos(time => new Store(time));
        var store = (Store)world.Store;
        world.Run(async () =>
        {
            // Within the command timeout of the store (15 s), so nothing has failed.
            store.SlowReservations = TimeSpan.FromSeconds(Limits.SeatClaimSeconds + 4);
            var first = Reserve(world, 0, ["S-00", "S-01", "S-02", "S-03"]);
            await Task.Delay(TimeSpan.FromSeconds(Limits.SeatClaimSeconds + 1), world.Time);
            store.SlowReservations = null;
            var second = await Reserve(world, 0, ["S-04", "S-05", "S-06", "S-07"]);
            await first;
            Assert.True(Held(world) <= TwoSilos.SeatsPerFan, $"{Held(world)} seats held, {second.Outcome.Result}");
        });
    }

    [Fact]
    public void A_repeated_key_with_more_seats_is_counted_with_all_of_them()
    {
        using var world = new TwoSilos(time => new Store(time));
        var store = (Store)world.Store;
        world.Run(async () =>
        {
            Assert.Equal(ReserveResult.Reserved, (await Reserve(world, 0, ["S-00", "S-01", "S-02"])).Outcome.Result);
            var id = Guid.NewGuid();
            store.LoseReservations = true;
            await Assert.ThrowsAsync<CommitOutcomeUnknownException>(() => Reserve(world, 0, ["S-03"], id));
            store.LoseReservations = false;
            var (_, again) = await Reserve(world, 0, ["S-04", "S-05", "S-06", "S-07"], id);
            Assert.True(Held(world) <= TwoSilos.SeatsPerFan, $"{Held(world)} seats held, {again.Result}");
        });
    }

    [Fact]
    public void The_same_key_for_another_schedule_is_refused_as_reused_even_when_the_seat_is_taken()
    {
        using var world = new TwoSilos();
        world.Run(async () =>
        {
            var other = Guid.Parse("00000000-0000-0000-0000-000000000002");
            var now = world.Time.GetUtcNow();
            world.Store.Seed(
                new Ticketing.Catalog.SaleTerms(other, now, now.AddDays(1), 60, 4, ["A"]),
                [new SeededSeat(new ScheduleSeat("S-00", 0, 0, 0, 0, 0, "A"), 100)]);
            var holder = new ReserveSeats(other, Guid.NewGuid(), ["S-00"], null, 1, "x");
            Assert.Equal(
                ReserveResult.Reserved,
                (await world.Grains.GetGrain<IReservationGrain>(GrainKeys.Of(Guid.NewGuid())).Reserve(holder)).Result);

            var (id, first) = await Reserve(world, 0, ["S-00"]);
            Assert.Equal(ReserveResult.Reserved, first.Result);

            // As after a restart: the reservation's grain is not in memory.
            var again = await world.Silo(1).GetGrain<IReservationGrain>(GrainKeys.Of(id))
                .Reserve(new ReserveSeats(other, world.UserId, ["S-00"], null, 1, "other"));
            Assert.Equal(ReserveResult.KeyReused, again.Result);
        });
    }

    [Fact]
    public void The_same_request_has_the_same_answer_after_the_event_began_and_a_restart()
    {
        using var world = new TwoSilos();
        world.Run(async () =>
        {
            var id = Guid.NewGuid();
            var command = new ReserveSeats(world.ScheduleId, world.UserId, ["S-00"], null, 1, "one");
            var first = await world.Silo(0).GetGrain<IReservationGrain>(GrainKeys.Of(id)).Reserve(command);
            Assert.Equal(ReserveResult.Reserved, first.Result);
            var now = world.Time.GetUtcNow();
            // The operator moves the opening into the future (or the event begins).
            world.Store.Seed(new Ticketing.Catalog.SaleTerms(
                world.ScheduleId, now.AddHours(1), now.AddDays(1), 60, 4, ["A"]), []);
            await Task.Delay(TimeSpan.FromSeconds(5), world.Time);
            var again = await world.Silo(1).GetGrain<IReservationGrain>(GrainKeys.Of(id)).Reserve(command);
            Assert.Equal(first.Result, again.Result);
        });
    }

    [Fact]
    public void A_seat_is_free_at_once_when_the_claim_of_another_one_failed()
    {
        using var world = new TwoSilos(time => new Store(time));
        var store = (Store)world.Store;
        world.Run(async () =>
        {
            store.FailSeat = "S-01";
            await Assert.ThrowsAsync<StoreOverloadedException>(() => Reserve(world, 0, ["S-00", "S-01"]));
            store.FailSeat = null;
            Assert.Equal(ReserveResult.Reserved, (await Reserve(world, 0, ["S-00"])).Outcome.Result);
        });
    }

    /// <summary>The money is taken for a reservation that has gone on without it, and nobody gives it back.</summary>
    [Fact]
    public void A_debit_that_was_refused_once_is_not_applied_later_to_a_reservation_that_has_gone_on()
    {
        using var world = new TwoSilos(time => new Store(time));
        var store = (Store)world.Store;
        world.Run(async () =>
        {
            var (id, _) = await Reserve(world, 0, ["S-00"]);
            store.SlowBalance = TimeSpan.FromSeconds(10);
            var paying = world.Silo(0).GetGrain<IReservationGrain>(GrainKeys.Of(id)).Pay(new PayReservation(world.UserId));
            await Task.Delay(TimeSpan.FromSeconds(Limits.StuckPaymentSeconds + 1), world.Time);
            store.SlowBalance = null;

            // The sweeper of the other silo finds the payment stuck and brings it on: there is no money, back to Pending.
            await world.Silo(1).GetGrain<IReservationGrain>(GrainKeys.Of(id)).Drive();
            await world.Silo(1).GetGrain<IBalanceGrain>(GrainKeys.Of(world.UserId)).Charge(new BalanceChange("c", 500));
            await Assert.ThrowsAnyAsync<TicketStoreException>(() => paying);

            // The fan walks away.
            await Task.Delay(TimeSpan.FromMinutes(3), world.Time);
            await world.Silo(1).GetGrain<IReservationGrain>(GrainKeys.Of(id)).Drive();
            var net = world.Store.Ledger.Where(entry => entry.ReservationId == id).Sum(entry => entry.Amount);
            Assert.Equal((ReservationStatus.Expired, 0L), (world.Store.Reservations.Single().Status, net));
        });
    }

    /// <summary>The sweeper finds it in the database a second apart, for ever; memory says that nothing is due.</summary>
    [Fact]
    public void What_the_sweeper_has_found_due_is_brought_on_although_memory_knows_of_nothing()
    {
        using var world = new TwoSilos(time => new Store(time));
        var store = (Store)world.Store;
        world.Run(async () =>
        {
            await world.Silo(0).GetGrain<IBalanceGrain>(GrainKeys.Of(world.UserId)).Charge(new BalanceChange("c", 500));
            var (id, _) = await Reserve(world, 0, ["S-00"]);
            var paid = await world.Silo(0).GetGrain<IReservationGrain>(GrainKeys.Of(id)).Pay(new PayReservation(world.UserId));
            Assert.Equal(PayResult.Confirmed, paid.Result);

            // Cancelled in the other silo, which is lost before it has paid back.
            store.LoseRefunds = true;
            await Assert.ThrowsAnyAsync<TicketStoreException>(() => world.Silo(1)
                .GetGrain<IReservationGrain>(GrainKeys.Of(id)).Cancel(new CancelReservation(world.UserId)));
            store.LoseRefunds = false;

            for (var pass = 0; pass < 60; pass++)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), world.Time);
                foreach (var due in await store.FindDueReservationsAsync(world.Time.GetUtcNow(), 100))
                    await world.Silo(0).GetGrain<IReservationGrain>(GrainKeys.Of(due)).Drive();
            }

            Assert.Equal(PaymentStatus.Refunded, world.Store.Payments.Single().Status);
        });
    }

    /// <summary>The copy of the fan's grain in the other silo has not heard of the reservation.</summary>
    [Fact]
    public void A_repeated_request_is_never_told_that_its_own_seats_are_taken()
    {
        using var world = new TwoSilos();
        world.Run(async () =>
        {
            await Reserve(world, 1, ["S-07"]);
            var (id, _) = await Reserve(world, 0, ["S-00"]);
            Assert.Equal(ReserveResult.Reserved, (await Reserve(world, 1, ["S-00"], id)).Outcome.Result);
        });
    }

    /// <summary>No sweeper runs here: what frees the seat is the timer.</summary>
    [Fact]
    public void A_hold_made_by_a_repeated_request_expires_promptly_too()
    {
        using var world = new TwoSilos(time => new Store(time));
        var store = (Store)world.Store;
        world.Run(async () =>
        {
            store.LoseReservations = true;
            var id = Guid.NewGuid();
            await Assert.ThrowsAsync<CommitOutcomeUnknownException>(() => Reserve(world, 0, ["S-00"], id));
            store.LoseReservations = false;
            Assert.Equal(ReserveResult.Reserved, (await Reserve(world, 0, ["S-00"], id)).Outcome.Result);
            await Task.Delay(TimeSpan.FromSeconds(61), world.Time);
            Assert.Equal(ReservationStatus.Expired, world.Store.Reservations.Single().Status);
        });
    }

    private static int Held(TwoSilos world) => world.Store.Seats.Count(seat => seat.ReservationId is not null);

    private static async Task<(Guid Id, ReserveOutcome Outcome)> Reserve(
        TwoSilos world, int silo, ImmutableArray<string> seats, Guid? id = null)
    {
        var name = id ?? Guid.NewGuid();
        var command = new ReserveSeats(
            world.ScheduleId, world.UserId, seats, null, seats.Length, string.Join(',', seats));
        return (name, await world.Silo(silo).GetGrain<IReservationGrain>(GrainKeys.Of(name)).Reserve(command));
    }

    private sealed class Store(TimeProvider time) : MemoryTicketStore(time)
    {
        private readonly HashSet<Commit> late = [];

        public TimeSpan? LateDebits { get; set; }

        public TimeSpan? SlowReservations { get; set; }

        public bool LoseReservations { get; set; }

        public TimeSpan? SlowBalance { get; set; }

        public bool LoseRefunds { get; set; }

        public string? FailSeat { get; set; }

        private int seatLoads;

        protected override async Task BeforeCommitAsync(Commit commit)
        {
            if (late.Contains(commit)) return;
            if (LateDebits is { } wait && commit.Ledger.Any(entry => entry.Amount < 0))
            {
                late.Add(commit);
                _ = Land(commit, wait);
                throw new CommitOutcomeUnknownException("late");
            }

            if (LoseRefunds && commit.Ledger.Any(entry => entry.Kind == LedgerKind.Refund))
                throw new StoreUnavailableException("lost");
            var makes = commit.Reservations.Any(row => row.Version == 1);
            if (makes && LoseReservations) throw new CommitOutcomeUnknownException("lost");
            if (makes && SlowReservations is { } slow) await Task.Delay(slow, Time);
        }

        protected override async Task BeforeLoadAsync(string what)
        {
            if (what == "balance" && SlowBalance is { } slow) await Task.Delay(slow, Time);
            if (what == "seat" && FailSeat is not null && ++seatLoads == 2) throw new StoreOverloadedException("full");
        }

        private async Task Land(Commit commit, TimeSpan wait)
        {
            await Task.Delay(wait, Time);
            try
            {
                await CommitAsync(commit);
            }
            catch (CommitConflictException)
            {
            }
        }
    }
}

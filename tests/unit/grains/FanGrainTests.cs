using Ticketing.Balances;
using Ticketing.Reservations;
using Ticketing.Storage;

namespace Ticketing.Tests.Grains;

/// <summary>The purchase limit, with slow and repeated requests.</summary>
public class FanGrainTests
{
    [Fact]
    public void A_fan_who_has_reserved_and_cancelled_a_thousand_times_keeps_the_limit()
    {
        using var world = new TwoSilos();
        world.Run(async () =>
        {
            for (var seat = 0; seat < 3; seat++)
                Assert.Equal(ReserveResult.Reserved, (await world.Reserve([$"S-0{seat}"])).Outcome.Result);
            await world.Balance()
                .Charge(new BalanceChange("charge", 1_000));
            foreach (var row in world.Store.Reservations)
            {
                var paid = await world.PayThrough(row.Id);
                Assert.Equal(PayResult.Confirmed, paid.Result);
            }

            for (var time = 0; time < Limits.RememberedReservationsPerFan; time++)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), world.Time);
                var (id, _) = await world.Reserve(["S-05"]);
                await world.Reservation(id)
                    .Cancel(new CancelReservation(world.UserId));
            }

            await Task.Delay(TimeSpan.FromSeconds(Limits.FanTrustSeconds + 1), world.Time);
            var (_, more) = await world.Reserve(["S-10", "S-11", "S-12", "S-13"]);
            Assert.Equal(ReserveResult.LimitExceeded, more.Result);
        });
    }

    [Fact]
    public void A_slow_commit_counts_against_the_limit_until_it_is_known()
    {
        using var world = new TwoSilos();
        var store = world.Store;
        world.Run(async () =>
        {
            // Within the command timeout of the store (15 s), so nothing has failed.
            store.SlowReservations = TimeSpan.FromSeconds(Limits.SeatClaimSeconds + 4);
            var first = world.Reserve(["S-00", "S-01", "S-02", "S-03"]);
            await Task.Delay(TimeSpan.FromSeconds(Limits.SeatClaimSeconds + 1), world.Time);
            store.SlowReservations = null;
            var second = await world.Reserve(["S-04", "S-05", "S-06", "S-07"]);
            await first;
            Assert.Equal(ReserveResult.LimitExceeded, second.Outcome.Result);
            Assert.Equal(TwoSilos.SeatsPerFan, world.SeatsHeld);
        });
    }

    [Fact]
    public void What_was_not_made_because_a_call_timed_out_does_not_count_against_the_limit()
    {
        using var world = new TwoSilos();
        world.Run(async () =>
        {
            world.Store.SlowSeat = TimeSpan.FromSeconds(35); // like a call to a silo that has died
            var lost = world.Reservation(Guid.NewGuid())
                .Reserve(new ReserveSeats(world.ScheduleId, world.UserId, ["S-00", "S-01", "S-02"], null, 0, "lost"));
            await Assert.ThrowsAsync<TimeoutException>(() => lost);
            await Task.Delay(TimeSpan.FromSeconds(2), world.Time); // by then the grain has given up, too

            var (_, again) = await world.Reserve(["S-10", "S-11", "S-12"]);
            Assert.Equal(ReserveResult.Reserved, again.Result);
        });
    }

    [Fact]
    public void A_repeated_key_with_more_seats_is_counted_with_all_of_them()
    {
        using var world = new TwoSilos();
        var store = world.Store;
        world.Run(async () =>
        {
            Assert.Equal(ReserveResult.Reserved, (await world.Reserve(["S-00", "S-01", "S-02"])).Outcome.Result);
            var id = Guid.NewGuid();
            store.LoseReservations = true;
            await Assert.ThrowsAsync<CommitOutcomeUnknownException>(() => world.Reserve(["S-03"], id: id));
            store.LoseReservations = false;
            var (_, again) = await world.Reserve(["S-04", "S-05", "S-06", "S-07"], id: id);
            Assert.True(world.SeatsHeld <= TwoSilos.SeatsPerFan, $"{world.SeatsHeld} seats held, {again.Result}");
        });
    }

    [Fact]
    public void Two_activations_that_do_not_know_of_each_other_keep_the_limit()
    {
        using var world = new TwoSilos();
        world.Run(async () =>
        {
            var both = await Task.WhenAll(
                world.Reserve(["S-00", "S-01", "S-02"]), world.Reserve(["S-03", "S-04", "S-05"], silo: 1));

            Assert.Equal(
                [ReserveResult.Reserved, ReserveResult.LimitExceeded],
                both.Select(one => one.Outcome.Result).Order());
            Assert.Equal(3, world.SeatsHeld);
            await Task.Delay(TimeSpan.FromSeconds(1), world.Time);
            Assert.Equal(ReserveResult.Reserved, (await world.Reserve(["S-06"], silo: 1)).Outcome.Result);
        });
    }

    [Fact]
    public void A_late_payment_gives_no_more_seats_than_the_limit_and_is_paid_back()
    {
        using var world = new TwoSilos();
        world.Run(async () =>
        {
            await world.Balance().Charge(new BalanceChange("c", 500));
            var (late, _) = await world.Reserve(["S-00", "S-01", "S-02"]);
            await world.Reservation(late).Pay(new PayReservation(world.UserId));
            await Task.Delay(TimeSpan.FromSeconds(Limits.PaymentCoverSeconds + 2), world.Time);
            Assert.Equal(ReservationStatus.Expired, world.Store.Reservations.Single().Status);
            Assert.Equal(ReserveResult.Reserved, (await world.Reserve(["S-10", "S-11"])).Outcome.Result);

            await world.Settle();

            Assert.Equal(2, world.SeatsHeld);
            Assert.Equal(500, world.Store.Balances.Single().Balance);
            var row = world.Store.Reservations.Single(one => one.Id == late);
            Assert.Equal((ReservationStatus.Expired, "paid-too-late"), (row.Status, row.Reason));
            // The claims are given back: other fans can have the seats.
            Assert.Equal(ReserveResult.Reserved, (await world.Reserve(["S-00", "S-01"])).Outcome.Result);
        });
    }

    [Fact]
    public void A_fan_who_never_pays_gets_shorter_holds_and_then_has_to_wait_until_something_is_bought()
    {
        using var world = new TwoSilos();
        world.Run(async () =>
        {
            await world.Balance().Charge(new BalanceChange("c", 500));
            var holds = new List<int>();
            ReserveOutcome made;
            while ((made = (await world.Reserve(["S-00"])).Outcome).Result == ReserveResult.Reserved)
            {
                var seconds = (made.Reservation!.ExpiresAt - made.Reservation.CreatedAt).TotalSeconds;
                holds.Add((int)seconds);
                await Task.Delay(TimeSpan.FromSeconds(seconds + 1), world.Time);
            }

            Assert.Equal([60, 60, 60, 30, 30, 30, 30], holds);
            Assert.Equal(ReserveResult.LimitExceeded, made.Result);
            Assert.InRange(made.PausedSeconds!.Value, 1, HoldLimits.PauseSeconds);
            // Another activation, which has heard of nothing, says the same.
            Assert.NotNull((await world.Reserve(["S-00"], silo: 1)).Outcome.PausedSeconds);

            await Task.Delay(TimeSpan.FromSeconds(made.PausedSeconds.Value), world.Time);
            var (id, again) = await world.Reserve(["S-00"]);
            Assert.Equal(ReserveResult.Reserved, again.Result);
            Assert.Equal(PayResult.Confirmed, (await world.PayThrough(id)).Result);
            await Task.Delay(TimeSpan.FromSeconds(Limits.FanTrustSeconds), world.Time);
            var full = (await world.Reserve(["S-01"])).Outcome.Reservation!;
            Assert.Equal(TimeSpan.FromSeconds(60), full.ExpiresAt - full.CreatedAt);
        });
    }
}

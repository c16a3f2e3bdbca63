using Ticketing.Balances;
using Ticketing.Queues;
using Ticketing.Reservations;
using Ticketing.Storage;

namespace Ticketing.Tests.Grains;

/// <summary>Renewals, with grains that are active twice, lost answers and the other ways a hold ends.</summary>
public class RenewalTests
{
    [Fact]
    public void A_renewed_hold_lasts_longer_and_ends_promptly()
    {
        using var world = new TwoSilos();
        world.Run(async () =>
        {
            var (id, made) = await world.Reserve(["S-00"]);
            Assert.Equal(2, made.Reservation!.RenewalsLeft);

            var renewed = await Renew(world, id, "one");
            Assert.Equal((RenewResult.Renewed, 1), (renewed.Result, renewed.Reservation!.RenewalsLeft));
            Assert.Equal(made.Reservation.ExpiresAt.AddSeconds(60), renewed.Reservation.ExpiresAt);

            await Task.Delay(TimeSpan.FromSeconds(119), world.Time);
            Assert.Equal(ReservationStatus.Pending, world.Store.Reservations.Single().Status);
            await Task.Delay(TimeSpan.FromSeconds(1.1), world.Time);
            Assert.Equal(ReservationStatus.Expired, world.Store.Reservations.Single().Status);
            Assert.Equal(RenewResult.Expired, (await Renew(world, id, "two")).Result);
            Assert.Equal(0, world.SeatsHeld);
        });
    }

    [Fact]
    public void The_same_request_renews_once_also_in_the_other_silo_and_after_a_lost_answer()
    {
        using var world = new TwoSilos();
        world.Run(async () =>
        {
            var (id, made) = await world.Reserve(["S-00"]);
            await world.Reservation(id, silo: 1).Get(world.UserId);
            world.Store.LoseRenewals = true;
            await Assert.ThrowsAsync<CommitOutcomeUnknownException>(() => Renew(world, id, "one"));
            world.Store.LoseRenewals = false;

            var again = await Task.WhenAll(
                Enumerable.Range(0, 6).Select(at => Renew(world, id, "one", silo: at % 2)));

            Assert.All(again, answer => Assert.Equal(
                (RenewResult.Renewed, 1, made.Reservation!.ExpiresAt.AddSeconds(60)),
                (answer.Result, answer.Reservation!.RenewalsLeft, answer.Reservation.ExpiresAt)));
            Assert.Single(world.Store.Reservations.Single().Renewals);
        });
    }

    [Fact]
    public void Two_silos_give_no_more_renewals_than_there_are()
    {
        using var world = new TwoSilos();
        world.Run(async () =>
        {
            var (id, _) = await world.Reserve(["S-00"]);
            await world.Reservation(id, silo: 1).Get(world.UserId);

            for (var number = 0; number < 6; number++)
                await Renew(world, id, $"{number}", silo: number % 2);

            var row = world.Store.Reservations.Single();
            Assert.Equal((2, row.CreatedAt.AddSeconds(180)), (row.Renewals.Length, row.ExpiresAt));
            Assert.All(
                await Task.WhenAll(Renew(world, id, "a"), Renew(world, id, "b", silo: 1)),
                answer => Assert.Equal(RenewResult.NoneLeft, answer.Result));
        });
    }

    [Fact]
    public void The_timer_of_an_activation_that_did_not_hear_of_a_renewal_ends_no_hold()
    {
        using var world = new TwoSilos();
        world.Run(async () =>
        {
            var (id, _) = await world.Reserve(["S-00"]);
            await Renew(world, id, "one", silo: 1);

            await Task.Delay(TimeSpan.FromSeconds(90), world.Time);
            var seen = await world.Reservation(id).Get(world.UserId);

            Assert.Equal(ReservationStatus.Pending, seen!.Status);
            Assert.Equal(seen.CreatedAt.AddSeconds(120), seen.ExpiresAt);
            Assert.Equal(1, world.SeatsHeld);
        });
    }

    [Fact]
    public void A_hold_that_is_being_paid_is_not_renewed_and_a_refused_payment_is_no_renewal()
    {
        using var world = new TwoSilos();
        world.Run(async () =>
        {
            var (id, made) = await world.Reserve(["S-00"]);
            await world.Reservation(id).Pay(new PayReservation(world.UserId));
            Assert.Equal(RenewResult.PaymentInFlight, (await Renew(world, id, "one", silo: 1)).Result);
            await world.Settle(); // refused: the balance is empty

            var seen = await world.Reservation(id).Get(world.UserId);
            Assert.Equal((made.Reservation!.ExpiresAt, 2), (seen!.ExpiresAt, seen.RenewalsLeft));
            Assert.Equal(RenewResult.Renewed, (await Renew(world, id, "one")).Result);

            await world.Balance().Charge(new BalanceChange("c", 500));
            Assert.Equal(PayResult.Confirmed, (await world.PayThrough(id)).Result);
            var paid = await Renew(world, id, "two");
            Assert.Equal((RenewResult.NoneLeft, 0), (paid.Result, paid.Reservation!.RenewalsLeft));
        });
    }

    [Fact]
    public void Another_fan_learns_nothing_of_a_reservation()
    {
        using var world = new TwoSilos();
        world.Run(async () =>
        {
            var (id, _) = await world.Reserve(["S-00"]);
            var outcome = await world.Reservation(id).Renew(new RenewReservation(Guid.NewGuid(), "one"));
            Assert.Equal(new RenewOutcome(RenewResult.NotFound), outcome);
            Assert.Equal(
                RenewResult.NotFound,
                (await world.Reservation(Guid.NewGuid()).Renew(new RenewReservation(world.UserId, "one"))).Result);
        });
    }

    [Fact]
    public void A_cancelled_reservation_is_not_renewed()
    {
        using var world = new TwoSilos();
        world.Run(async () =>
        {
            var (id, _) = await world.Reserve(["S-00"]);
            await world.Reservation(id, silo: 1).Get(world.UserId);
            await world.Reservation(id).Cancel(new CancelReservation(world.UserId));

            Assert.Equal(RenewResult.Cancelled, (await Renew(world, id, "one", silo: 1)).Result);
        });
    }

    [Fact]
    public void The_turn_lasts_as_long_as_the_renewed_hold_and_the_next_fan_comes_when_it_ends()
    {
        using var scene = new QueueScene(new QueueSettings(MaxActive: 1, ActiveSeconds: 50));
        scene.Run(async () =>
        {
            await scene.Join(1, 2);
            var held = await scene.Hold(1, "S-00");
            await scene.Wait(40);
            var renewed = await scene.World.Reservation(held).Renew(new RenewReservation(QueueScene.Fan(1), "one"));
            Assert.Equal(RenewResult.Renewed, renewed.Result);

            await scene.Wait(60);
            Assert.Equal(EnterResult.Active, await scene.Enter(1));
            Assert.Equal([1], scene.Admitted());
            await scene.Wait(21);
            Assert.Contains(await scene.Enter(1), new[] { EnterResult.RanOut, EnterResult.Released });
            Assert.Equal([1, 2], scene.Admitted());
        });
    }

    private static Task<RenewOutcome> Renew(TwoSilos world, Guid id, string name, int silo = 0) =>
        world.Reservation(id, silo).Renew(new RenewReservation(world.UserId, name));
}

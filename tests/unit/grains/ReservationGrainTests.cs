using Ticketing.Balances;
using Ticketing.Catalog;
using Ticketing.Reservations;
using Ticketing.Storage;

namespace Ticketing.Tests.Grains;

/// <summary>Reservations, with failures in the middle and with grains that are active twice.</summary>
public class ReservationGrainTests
{
    [Fact]
    public void The_same_request_has_the_same_answer_after_the_event_began_and_a_restart()
    {
        using var world = new TwoSilos();
        world.Run(async () =>
        {
            var id = Guid.NewGuid();
            var command = new ReserveSeats(world.ScheduleId, world.UserId, ["S-00"], null, 1, "one");
            var first = await world.Reservation(id).Reserve(command);
            Assert.Equal(ReserveResult.Reserved, first.Result);
            var now = world.Time.GetUtcNow();
            // The operator moves the opening into the future (or the event begins).
            world.Store.Seed(new SaleTerms(
                world.ScheduleId, now.AddHours(1), now.AddDays(1), 60, 4, ["A"]), []);
            await Task.Delay(TimeSpan.FromSeconds(5), world.Time);
            var again = await world.Reservation(id, silo: 1).Reserve(command);
            Assert.Equal(first.Result, again.Result);
        });
    }

    [Fact]
    public void A_seat_is_free_at_once_when_the_claim_of_another_one_failed()
    {
        using var world = new TwoSilos();
        var store = world.Store;
        world.Run(async () =>
        {
            store.FailSeat = "S-01";
            await Assert.ThrowsAsync<StoreOverloadedException>(() => world.Reserve(["S-00", "S-01"]));
            store.FailSeat = null;
            Assert.Equal(ReserveResult.Reserved, (await world.Reserve(["S-00"])).Outcome.Result);
        });
    }

    [Fact]
    public void What_the_sweeper_has_found_due_is_brought_on_although_memory_knows_of_nothing()
    {
        using var world = new TwoSilos();
        var store = world.Store;
        world.Run(async () =>
        {
            await world.Balance().Charge(new BalanceChange("c", 500));
            var (id, _) = await world.Reserve(["S-00"]);
            Assert.Equal(PayResult.Confirmed, (await world.PayThrough(id)).Result);

            // Cancelled in the other silo, which is lost before it has made the refund.
            store.LoseRefunds = true;
            await Assert.ThrowsAnyAsync<TicketStoreException>(
                () => world.Reservation(id, silo: 1).Cancel(new CancelReservation(world.UserId)));
            store.LoseRefunds = false;

            for (var pass = 0; pass < 60; pass++)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), world.Time);
                foreach (var due in await store.FindDueReservationsAsync(world.Time.GetUtcNow(), 100))
                    await world.Reservation(due).Drive();
                await world.Settle();
            }

            Assert.Equal(PaymentStatus.Refunded, world.Store.Payments.Single().Status);
        });
    }

    [Fact]
    public void A_repeated_request_is_never_told_that_its_own_seats_are_taken()
    {
        using var world = new TwoSilos();
        world.Run(async () =>
        {
            await world.Reserve(["S-07"], silo: 1);
            var (id, _) = await world.Reserve(["S-00"]);
            Assert.Equal(ReserveResult.Reserved, (await world.Reserve(["S-00"], silo: 1, id)).Outcome.Result);
        });
    }

    [Fact]
    public void A_hold_made_by_a_repeated_request_expires_promptly_too()
    {
        using var world = new TwoSilos();
        var store = world.Store;
        world.Run(async () =>
        {
            store.LoseReservations = true;
            var id = Guid.NewGuid();
            await Assert.ThrowsAsync<CommitOutcomeUnknownException>(() => world.Reserve(["S-00"], id: id));
            store.LoseReservations = false;
            Assert.Equal(ReserveResult.Reserved, (await world.Reserve(["S-00"], id: id)).Outcome.Result);
            await Task.Delay(TimeSpan.FromSeconds(61), world.Time);
            Assert.Equal(ReservationStatus.Expired, world.Store.Reservations.Single().Status);
        });
    }

    [Fact]
    public void Double_clicks_on_two_devices_make_one_order_and_one_charge()
    {
        using var world = new TwoSilos();
        world.Run(async () =>
        {
            await world.Balance().Charge(new BalanceChange("c", 500));
            var (id, _) = await world.Reserve(["S-00"]);
            var clicks = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ =>
                world.Reservation(id).Pay(new PayReservation(world.UserId))));
            await world.Settle();
            var later = await world.Reservation(id).Pay(new PayReservation(world.UserId));

            Assert.All(clicks, click => Assert.Equal(
                (PayResult.Processing, clicks[0].OrderId), (click.Result, click.OrderId)));
            Assert.Equal((PayResult.Confirmed, clicks[0].OrderId), (later.Result, later.OrderId));
            Assert.Equal(400, world.Store.Balances.Single().Balance);
            Assert.Single(world.Store.Orders);
        });
    }

    [Fact]
    public void What_is_being_paid_is_not_cancelled_meanwhile()
    {
        using var world = new TwoSilos();
        world.Run(async () =>
        {
            await world.Balance().Charge(new BalanceChange("c", 500));
            var (id, _) = await world.Reserve(["S-00"]);
            await world.Reservation(id).Pay(new PayReservation(world.UserId));

            var refused = await world.Reservation(id).Cancel(new CancelReservation(world.UserId));
            await world.Settle();
            var cancelled = await world.Reservation(id).Cancel(new CancelReservation(world.UserId));

            Assert.Equal(CancelResult.PaymentInFlight, refused.Result);
            Assert.Equal(CancelResult.Cancelled, cancelled.Result);
            Assert.Equal(500, world.Store.Balances.Single().Balance);
        });
    }

    [Fact]
    public void Once_a_reservation_is_cancelled_nobody_is_told_that_nothing_was_changed()
    {
        using var world = new TwoSilos();
        world.Run(async () =>
        {
            await world.Balance().Charge(new BalanceChange("c", 500));
            var (id, _) = await world.Reserve(["S-00"]);
            await world.PayThrough(id);
            world.Store.FullWhenMoneyMoves = true;
            await Assert.ThrowsAsync<CommitOutcomeUnknownException>(
                () => world.Reservation(id).Cancel(new CancelReservation(world.UserId)));
            var again = await world.Reservation(id).Cancel(new CancelReservation(world.UserId));
            Assert.Equal(CancelResult.Cancelled, again.Result);
            Assert.Equal(ReservationStatus.Cancelled, world.Store.Reservations.Single().Status);

            world.Store.FullWhenMoneyMoves = false;
            await world.Settle();
            Assert.Equal(PaymentStatus.Refunded, world.Store.Payments.Single().Status);
            Assert.Equal(500, world.Store.Balances.Single().Balance);
        });
    }

    [Fact]
    public void Every_seat_that_refuses_is_named()
    {
        using var world = new TwoSilos();
        world.Run(async () =>
        {
            await world.Reserve(["S-01", "S-03"]);

            var (_, taken) = await world.Reserve(["S-01", "S-03"]);
            var (_, unknown) = await world.Reserve(["X-1", "X-2"]);
            var (_, free) = await world.Reserve(["S-02"]);

            Assert.Equal((ReserveResult.Taken, "S-01 S-03"), (taken.Result, string.Join(' ', taken.Seats)));
            Assert.Equal((ReserveResult.UnknownSeat, "X-1 X-2"), (unknown.Result, string.Join(' ', unknown.Seats)));
            Assert.Equal(ReserveResult.Reserved, free.Result);
        });
    }

    [Fact]
    public void Fans_who_ask_for_the_best_seats_at_once_get_all_there_are()
    {
        using var world = new TwoSilos();
        world.Run(async () =>
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => world
                .Reservation(Guid.NewGuid())
                .Reserve(new ReserveSeats(world.ScheduleId, Guid.NewGuid(), [], "A", 3, "best"))));

            Assert.Equal(8, answers.Count(answer => answer.Result == ReserveResult.Reserved));
            Assert.Equal(24, world.SeatsHeld);
        });
    }
}

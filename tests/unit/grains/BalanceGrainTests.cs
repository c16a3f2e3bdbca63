using Ticketing.Balances;
using Ticketing.Events;
using Ticketing.Reservations;
using Ticketing.Storage;

namespace Ticketing.Tests.Grains;

/// <summary>Balances, with late debits and with grains that are active twice.</summary>
public class BalanceGrainTests
{
    [Fact]
    public void A_balance_in_memory_that_is_old_does_not_refuse_what_is_being_taken()
    {
        using var world = new TwoSilos();
        var store = world.Store;
        world.Run(async () =>
        {
            // The copy in silo 1 knows a balance of 0; the one in silo 0 charges.
            Assert.Equal(0, await world.Balance(1).Get());
            await world.Balance().Charge(new BalanceChange("charge", 1_000));

            var (id, reserved) = await world.Reserve(["S-00"]);
            Assert.Equal(ReserveResult.Reserved, reserved.Result);
            var paying = world.Reservation(id);

            // The outcome of the debit is unknown; it lands 20 s later.
            await paying.Pay(new PayReservation(world.UserId));
            store.LateDebits = TimeSpan.FromSeconds(20);
            await Assert.ThrowsAsync<CommitOutcomeUnknownException>(() => world.Settle());
            store.LateDebits = null;

            // The event is delivered again in silo 1, whose copy of the balance is stale.
            await world.Settle(silo: 1);
            await Task.Delay(TimeSpan.FromMinutes(5), world.Time);
            await world.Settle();

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
            Assert.Equal(0, await world.Balance(1).Get());
            await world.Balance().Charge(new BalanceChange("charge", 1_000));
            var debit = await world.Balance(1).Debit(new BalanceChange("debit", 100));
            Assert.Equal(BalanceResult.Applied, debit.Result);
        });
    }

    [Fact]
    public void A_debit_that_was_refused_once_is_not_applied_later_to_a_reservation_that_has_gone_on()
    {
        using var world = new TwoSilos();
        var store = world.Store;
        world.Run(async () =>
        {
            var (id, _) = await world.Reserve(["S-00"]);
            var begun = await world.Reservation(id).Pay(new PayReservation(world.UserId));
            store.SlowBalance = TimeSpan.FromSeconds(10);
            var debiting = world.Settle();
            await Task.Delay(TimeSpan.FromSeconds(Limits.StuckOrderSeconds + 1), world.Time);
            store.SlowBalance = null;

            // The sweeper of the other silo drives the stuck order: there is no money, so the reservation is Pending
            // again.
            await world.Order(begun.OrderId!.Value).Drive();
            var debits = world.Store.Events.Where(item => item.Topic == Topics.OrderPayment);
            await world.Deliver("balance", debits, silo: 1);
            await world.Balance(1).Charge(new BalanceChange("c", 500));
            await debiting;
            await world.Settle();

            // The fan leaves.
            await Task.Delay(TimeSpan.FromMinutes(3), world.Time);
            await world.Reservation(id, silo: 1).Drive();
            var net = world.Store.Ledger.Where(entry => entry.ReservationId == id).Sum(entry => entry.Amount);
            Assert.Equal((ReservationStatus.Expired, 0L), (world.Store.Reservations.Single().Status, net));
        });
    }
}

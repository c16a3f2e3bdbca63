using Ticketing.Balances;
using Ticketing.Reservations;

namespace Ticketing.Tests.Grains;

/// <summary>A refusal commits nothing, so the version guard cannot detect that it came from stale memory.</summary>
public sealed class StaleReservationTests
{
    [Fact]
    public void A_paid_reservation_can_be_cancelled_by_an_activation_that_did_not_hear_the_end_of_the_payment()
    {
        using var world = new TwoSilos();
        world.Run(async () =>
        {
            await world.Balance(silo: 1).Charge(new BalanceChange("c", 500));
            var (id, _) = await world.Reserve(["S-00"]);
            var begun = await world.Reservation(id).Pay(new PayReservation(world.UserId, CouponCode: null));
            Assert.Equal(PayResult.Processing, begun.Result);
            // The other silo handles the remaining events.
            await world.Settle(silo: 1);

            var outcome = await world.Reservation(id).Cancel(new CancelReservation(world.UserId));

            Assert.Equal(CancelResult.Cancelled, outcome.Result);
            Assert.Equal(ReservationStatus.Cancelled, world.Store.Reservations.Single().Status);
        });
    }

    [Fact]
    public void A_payment_that_is_in_flight_refuses_a_cancellation()
    {
        using var world = new TwoSilos();
        world.Run(async () =>
        {
            await world.Balance().Charge(new BalanceChange("c", 500));
            var (id, _) = await world.Reserve(["S-00"]);
            await world.Reservation(id).Pay(new PayReservation(world.UserId, CouponCode: null));

            var outcome = await world.Reservation(id, silo: 1).Cancel(new CancelReservation(world.UserId));
            Assert.Equal(CancelResult.PaymentInFlight, outcome.Result);

            await world.Settle();
            Assert.Equal(ReservationStatus.Confirmed, world.Store.Reservations.Single().Status);
        });
    }
}

using Ticketing.Balances;
using Ticketing.Events;
using Ticketing.Orders;
using Ticketing.Reservations;
using Ticketing.Storage;

namespace Ticketing.Tests.Grains;

/// <summary>A debit from before orders existed, or by a process of that release, is refunded once.</summary>
public class SoldBeforeOrdersTests
{
    [Fact]
    public void A_sale_that_was_made_an_order_is_paid_back_in_full_by_whoever_undoes_it()
    {
        using var world = new TwoSilos();
        world.Run(async () =>
        {
            var id = Guid.NewGuid();
            await world.Balance().Charge(new BalanceChange("c", 500));
            await world.Balance().Debit(new BalanceChange($"reservation:{id:D}:debit:2", 100, id));
            var late = Deliver(world, new OrderEvent(
                id, id, world.ScheduleId, world.UserId, [new OrderLine("A", 1)], Amount: 100, CouponCode: null));

            await world.Balance().HandleOrders([late, late]);
            await world.Balance(1).HandleOrders([late]);
            var refund = await world.Balance(1).Refund(new BalanceChange(OrderOperations.Refund(id), 100, id));

            Assert.Equal((BalanceResult.Applied, 500), (refund.Result, world.Store.Balances.Single().Balance));
        });
    }

    [Theory]
    [InlineData(0, false, ReservationStatus.Pending, PaymentStatus.Pending)]
    [InlineData(500, false, ReservationStatus.Cancelled, PaymentStatus.Refunded)]
    [InlineData(500, true, ReservationStatus.Cancelled, PaymentStatus.Refunded)]
    public void A_payment_without_an_order_that_was_left_nets_to_nothing(
        long points, bool isDebited, ReservationStatus status, PaymentStatus payment)
    {
        using var world = new TwoSilos();
        world.Run(async () =>
        {
            if (points > 0) await world.Balance().Charge(new BalanceChange("c", points));
            var (id, _) = await world.Reserve(["S-00"]);
            var made = (await world.Store.LoadReservationAsync(id))!;
            await world.Store.CommitAsync(new Commit
            {
                Reservations =
                [
                    made.Reservation with { Status = ReservationStatus.Paying, Version = made.Reservation.Version + 1 },
                ],
                Payments = [made.Payment with { Status = PaymentStatus.Debiting, Version = 2 }],
            });
            if (isDebited)
                await world.Balance().Debit(new BalanceChange($"reservation:{id:D}:debit:2", 100, id));
            await Task.Delay(TimeSpan.FromSeconds(Limits.StuckPaymentSeconds + 1), world.Time);

            await world.Reservation(id, silo: 1).Drive();
            await world.Reservation(id, silo: 1).Drive();

            var ended = (await world.Store.LoadReservationAsync(id))!;
            Assert.Equal((status, payment), (ended.Reservation.Status, ended.Payment.Status));
            Assert.Equal(points, await world.Balance(1).Get());
        });
    }

    private static Delivered<OrderEvent> Deliver(TwoSilos world, OrderEvent body) =>
        new(Guid.NewGuid(), Topics.OrderPaymentLate, "key", world.Time.GetUtcNow(), TraceParent: null, body);
}

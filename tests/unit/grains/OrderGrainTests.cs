using Ticketing.Balances;
using Ticketing.Events;
using Ticketing.Orders;
using Ticketing.Reservations;

namespace Ticketing.Tests.Grains;

/// <summary>Orders, and what reservations say to orders that are not theirs.</summary>
public class OrderGrainTests
{
    [Fact]
    public void Waiting_for_an_order_that_ends_leaves_no_timer()
    {
        using var world = new TwoSilos();
        world.Run(async () =>
        {
            await world.Balance().Charge(new BalanceChange("c", 500));
            var (id, _) = await world.Reserve(["S-00"]);
            var begun = await world.Reservation(id).Pay(new PayReservation(world.UserId));
            var waitEnds = world.Time.GetUtcNow().AddMilliseconds(Limits.OrderWaitMilliseconds);
            var waiting = world.Order(begun.OrderId!.Value).WaitForEnd();
            await world.Settle();

            Assert.Equal(OrderStatus.Completed, (await waiting)!.Status);
            Assert.True(world.Time.GetUtcNow() < waitEnds);
            while (world.Time.NextDue() is { } due && due < waitEnds)
                await Task.Delay(due - world.Time.GetUtcNow(), world.Time);
            Assert.NotEqual(waitEnds, world.Time.NextDue());
        });
    }

    [Fact]
    public void Money_of_another_order_is_paid_back_because_it_is_not_needed_and_not_because_it_is_late()
    {
        using var world = new TwoSilos();
        world.Run(async () =>
        {
            var (id, _) = await world.Reserve(["S-00"]);
            var begun = await world.Reservation(id).Pay(new PayReservation(world.UserId));
            var other = new OrderEvent(
                Guid.NewGuid(), id, world.ScheduleId, world.UserId, [new OrderLine("A", 1)], 100, CouponCode: null);

            await world.Reservation(id).HandleOrders(
                [new(Guid.NewGuid(), Topics.OrderPaymentSuccess, "", world.Time.GetUtcNow(), null, other)]);

            var late = world.Store.Events.Single(item => item.Topic == Topics.OrderPaymentLate);
            var body = EventJson.Read<OrderEvent>(late.Payload);
            Assert.Equal((other.OrderId, OrderReasons.PaymentNotNeeded), (body.OrderId, body.Reason));
            Assert.Equal(begun.OrderId, world.Store.Payments.Single().OrderId);
        });
    }
}

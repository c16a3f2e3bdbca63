using Ticketing.Balances;
using Ticketing.Catalog;
using Ticketing.Coupons;
using Ticketing.Events;
using Ticketing.Orders;
using Ticketing.Reservations;
using Ticketing.Stock;
using Ticketing.Storage;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Grains;

/// <summary>Repeated requests and retries: the same key is the same request, another key is a retry.</summary>
public class PayAttemptTests
{
    [Fact]
    public void A_repeated_attempt_has_the_same_order_and_a_retry_has_a_new_one_although_no_event_has_come_back()
    {
        using var world = new TwoSilos();
        world.Run(async () =>
        {
            var (id, _) = await world.Reserve(["S-00"]);
            var first = await Pay(world, id, "first");
            await SettleWithoutReservation(world);
            Assert.Equal(OrderStatus.Failed, (await world.Order(first.OrderId!.Value).Get())!.Status);
            Assert.Equal(PaymentStatus.Debiting, world.Store.Payments.Single().Status);
            await world.Balance().Charge(new BalanceChange("c", 500));

            var repeated = await Pay(world, id, "first");
            var retry = await Pay(world, id, "second");
            await world.Settle();

            Assert.Equal(first.OrderId, repeated.OrderId);
            Assert.NotEqual(first.OrderId, retry.OrderId);
            Assert.Equal(OrderStatus.Completed, (await world.Order(retry.OrderId!.Value).Get())!.Status);
            Assert.Equal(ReservationStatus.Confirmed, world.Store.Reservations.Single().Status);
            Assert.Equal(400, world.Store.Balances.Single().Balance);
            // The first attempt keeps its answer, also after the second one has paid.
            Assert.Equal(first.OrderId, (await Pay(world, id, "first")).OrderId);
        });
    }

    [Fact]
    public void A_request_without_a_name_after_a_failed_attempt_is_a_retry()
    {
        using var world = new TwoSilos();
        world.Run(async () =>
        {
            var (id, _) = await world.Reserve(["S-00"]);
            var first = await Pay(world, id, attempt: null);
            Assert.Equal(first.OrderId, (await Pay(world, id, attempt: null)).OrderId);
            await SettleWithoutReservation(world);
            await world.Balance().Charge(new BalanceChange("c", 500));

            var retry = await Pay(world, id, attempt: null);
            await world.Settle();

            Assert.NotEqual(first.OrderId, retry.OrderId);
            Assert.Equal(OrderStatus.Completed, (await world.Order(retry.OrderId!.Value).Get())!.Status);
        });
    }

    [Fact]
    public void A_retry_can_use_the_coupon_of_the_attempt_that_failed_at_once()
    {
        using var world = new TwoSilos();
        world.Run(async () =>
        {
            var now = world.Time.GetUtcNow();
            await world.Silo(0).GetGrain<ICouponGrain>("ONCE").Put(
                new CouponTerms(CouponKind.Percent, 50, now, now.AddDays(1), TotalUses: 1, UsesPerFan: 1, 0));
            var (id, _) = await world.Reserve(["S-00"]);
            await Pay(world, id, "first", "once");
            await SettleWithoutReservation(world);
            await world.Balance().Charge(new BalanceChange("c", 50));

            Assert.Equal(PayResult.KeyReused, (await Pay(world, id, "first", "other")).Result);
            Assert.Equal(PayResult.KeyReused, (await Pay(world, id, "first")).Result);
            await Pay(world, id, "second", "Once");
            await world.Settle();

            Assert.Equal(ReservationStatus.Confirmed, world.Store.Reservations.Single().Status);
            Assert.Equal((1, 0L), (world.Store.Coupons.Single().Used, world.Store.Balances.Single().Balance));
        });
    }

    [Fact]
    public void A_reservation_whose_payment_was_refused_can_be_cancelled_although_no_event_has_come_back()
    {
        using var world = new TwoSilos();
        world.Run(async () =>
        {
            var (id, _) = await world.Reserve(["S-00"]);
            await Pay(world, id, "first");
            await SettleWithoutReservation(world);

            var cancelled = await world.Reservation(id).Cancel(new CancelReservation(world.UserId));

            Assert.Equal(CancelResult.Cancelled, cancelled.Result);
            Assert.Equal(0, world.SeatsHeld);
        });
    }

    [Fact]
    public void A_refused_payment_does_not_move_the_deadline()
    {
        using var world = new TwoSilos();
        world.Run(async () =>
        {
            var (id, made) = await world.Reserve(["S-00"]);
            var end = made.Reservation!.ExpiresAt;
            while (world.Time.GetUtcNow().AddSeconds(7) < end)
            {
                await Task.Delay(TimeSpan.FromSeconds(7), world.Time);
                Assert.Equal(PayResult.InsufficientBalance, (await world.PayThrough(id)).Result);
                Assert.Equal(end, (await world.Reservation(id).Get(world.UserId))!.ExpiresAt);
            }

            await Task.Delay(end - world.Time.GetUtcNow(), world.Time);
            Assert.Equal(ReservationStatus.Expired, (await world.Reservation(id).Get(world.UserId))!.Status);
        });
    }

    [Fact]
    public void General_admission_under_the_same_key_keeps_its_quantity_although_the_first_answer_was_lost()
    {
        using var world = new TwoSilos();
        world.Store.SeedAdmission(new StockKey(world.ScheduleId, "Standing"), capacity: 10, price: 100);
        world.Run(async () =>
        {
            var id = Guid.NewGuid();
            world.Store.LoseReservations = true;
            await Assert.ThrowsAsync<CommitOutcomeUnknownException>(() => Stand(world, id, 2));
            world.Store.LoseReservations = false;

            Assert.Equal(ReserveResult.KeyReused, (await Stand(world, id, 3)).Result);
            Assert.Equal(ReserveResult.Reserved, (await Stand(world, id, 2)).Result);
            Assert.Equal(ReserveResult.KeyReused, (await Stand(world, id, 3, silo: 1)).Result);
            var take = world.Store.StockTakes.Single();
            Assert.Equal((2, StockTakeStatus.Allocated), (take.Quantity, take.Status));
        });
    }

    [Fact]
    public void The_same_key_for_another_schedule_whose_seat_is_taken_is_a_reused_key()
    {
        using var world = new TwoSilos();
        world.Run(async () =>
        {
            var (id, _) = await world.Reserve(["S-00"]);
            var other = Guid.Parse("00000000-0000-0000-0000-000000000002");
            var now = world.Time.GetUtcNow();
            world.Store.Seed(
                new SaleTerms(other, now, now.AddDays(1), HoldSeconds: 60, TwoSilos.SeatsPerFan, ["A"]),
                [new SeededSeat(new ScheduleSeat("S-00", 0, 0, 0, 0, 0, "A"), Price: 100)]);
            var stranger = new ReserveSeats(other, Guid.NewGuid(), ["S-00"], null, 1, "stranger");
            Assert.Equal(ReserveResult.Reserved, (await world.Reservation(Guid.NewGuid()).Reserve(stranger)).Result);

            var again = await world.Reservation(id, silo: 1).Reserve(
                new ReserveSeats(other, world.UserId, ["S-00"], null, 1, "other"));

            Assert.Equal(ReserveResult.KeyReused, again.Result);
        });
    }

    private static Task<PayOutcome> Pay(TwoSilos world, Guid id, string? attempt, string? coupon = null) =>
        world.Reservation(id).Pay(new PayReservation(world.UserId, coupon, attempt));

    private static Task<ReserveOutcome> Stand(TwoSilos world, Guid id, int quantity, int silo = 0) =>
        world.Reservation(id, silo).Reserve(
            new ReserveSeats(world.ScheduleId, world.UserId, [], "Standing", quantity, $"{quantity} standing"));

    /// <summary>Delivers the events of orders to all but the reservation and the coupon's return.</summary>
    private static async Task SettleWithoutReservation(TwoSilos world)
    {
        for (; world.Brought < world.Store.Events.Count; world.Brought++)
        {
            var next = world.Store.Events[world.Brought];
            foreach (var line in PaymentLines.All.Where(line => line.Topic == next.Topic && !IsLate(line)))
                foreach (var delivery in line.Handler.Read(next))
                    await line.Handler.Handle(world.Silo(0), delivery.GrainKey, [delivery]);
        }

        static bool IsLate(Subscription line) =>
            line.Group == "reservation" || (line.Group == "coupon" && line.Topic != Topics.OrderProcessing);
    }
}

using Ticketing.Coupons;
using Ticketing.Events;
using Ticketing.Orders;
using Ticketing.Storage;

namespace Ticketing.Tests.Grains;

/// <summary>A coupon that many fans want, also with a grain that is active twice.</summary>
public class CouponGrainTests
{
    private const int Fans = 500;

    [Fact]
    public void The_last_use_goes_to_exactly_one_of_five_hundred()
    {
        using var world = new TwoSilos();
        world.Run(async () =>
        {
            var now = world.Time.GetUtcNow();
            await Coupon(world, 0).Put(new CouponTerms(
                CouponKind.Fixed, 100, now, now.AddDays(1), TotalUses: 1, UsesPerFan: 1, MinimumAmount: 0));

            await Task.WhenAll(Enumerable.Range(0, Fans).Select(fan => Insist(world, () =>
                Coupon(world, fan % 2).HandleOrders([Wanted(fan, now)]))));

            Assert.Single(world.Store.CouponUses, use => use.Status == CouponUseStatus.Taken);
            Assert.Equal(Fans, world.Store.CouponUses.Count);
            Assert.Equal(1, world.Store.Coupons.Single().Used);
            Assert.Single(world.Store.Events, item => item.Topic == Topics.OrderProcessingCouponSuccess);
            Assert.Equal(Fans - 1, world.Store.Events.Count(item => item.Topic == Topics.OrderProcessingFail));
        });
    }

    [Fact]
    public void A_batch_is_one_commit()
    {
        using var world = new TwoSilos();
        world.Run(async () =>
        {
            var now = world.Time.GetUtcNow();
            await Coupon(world, 0).Put(new CouponTerms(
                CouponKind.Percent, 10, now, now.AddDays(1), TotalUses: Fans, UsesPerFan: 1, MinimumAmount: 0));
            await Coupon(world, 0).HandleOrders([.. Enumerable.Range(0, Fans).Select(fan => Wanted(fan, now))]);

            Assert.Equal((Fans, 2L), (world.Store.Coupons.Single().Used, world.Store.Coupons.Single().Version));
        });
    }

    /// <summary>The last use is given back before one of the loads of the quote.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_fan_is_never_refused_the_use_that_a_failed_attempt_gives_back(int before)
    {
        using var world = new TwoSilos();
        world.Run(async () =>
        {
            var now = world.Time.GetUtcNow();
            await Coupon(world, 0).Put(new CouponTerms(
                CouponKind.Fixed, 100, now, now.AddDays(1), TotalUses: 1, UsesPerFan: 1, MinimumAmount: 0));
            var order = Wanted(0, now);
            await Coupon(world, 0).HandleOrders([order]);
            var (coupon, use) = (world.Store.Coupons.Single(), world.Store.CouponUses.Single());
            var back = new Commit
            {
                Coupons = [coupon with { Used = 0, Version = coupon.Version + 1 }],
                CouponUses = [use with { Status = CouponUseStatus.Returned, Version = use.Version + 1 }],
            };
            var loads = 0;
            world.Store.Loading = () => loads++ == before ? world.Store.CommitAsync(back) : Task.CompletedTask;

            var quote = await Coupon(world, 0).Quote(
                new CouponQuestion(use.UserId, order.Body.Amount, use.OrderId, order.Body.Currency));

            Assert.Equal(new CouponQuote(100, Reason: null), quote);
            Assert.Equal(0, world.Store.Coupons.Single().Used);
        });
    }

    private static ICouponGrain Coupon(TwoSilos world, int silo) =>
        world.Silo(silo).GetGrain<ICouponGrain>(GrainKeys.Coupon("last"));

    private static Delivered<OrderEvent> Wanted(int fan, DateTimeOffset now)
    {
        var id = new Guid(fan + 1, 0, 0, new byte[8]);
        var order = new OrderEvent(id, id, Guid.Empty, id, [new OrderLine("A", 1)], 1_000, "last");
        return new Delivered<OrderEvent>(id, Topics.OrderProcessing, "", now, null, order);
    }

    /// <summary>Retries as a consumer group does.</summary>
    private static async Task Insist(TwoSilos world, Func<Task> call)
    {
        while (true)
        {
            try
            {
                await call();
                return;
            }
            catch (CommitConflictException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), world.Time);
            }
        }
    }
}

using Microsoft.Extensions.DependencyInjection;
using Ticketing.Coupons;
using Ticketing.EmbeddedHost;
using Ticketing.Events;
using Ticketing.Orders;
using Ticketing.Seats;
using Ticketing.Storage;
using Ticketing.Tests.Support;
using Ticketing.Tickets;

namespace Ticketing.Tests.Postgres;

public abstract partial class TicketStoreContract
{
    private const string LastUse = "LAST";
    private const int Wanting = 500;

    [Fact]
    public async Task The_last_use_of_a_coupon_goes_to_exactly_one_of_five_hundred_orders_at_once()
    {
        // A grain may be active twice: then only the store stands between two orders.
        await using var one = Silo();
        await using var other = Silo();
        await Coupon(one).Put(SagaRows.Terms with
        {
            ValidFrom = DateTimeOffset.UtcNow.AddDays(-1),
            ValidUntil = DateTimeOffset.UtcNow.AddDays(1),
            TotalUses = 1,
        });
        var orders = Enumerable.Range(0, Wanting).Select(_ => Guid.NewGuid()).ToArray();

        await Task.WhenAll(orders.Select((order, at) => UseAsync(Coupon(at % 2 == 0 ? one : other), order)));

        Assert.Equal(1, (await Store.LoadCouponAsync(LastUse))!.Used);
        var uses = await Store.LoadCouponUsesAsync(LastUse, orders);
        Assert.Equal(Wanting, uses.Count);
        var won = Assert.Single(uses, use => use.Status == CouponUseStatus.Taken).OrderId;
        Assert.All(
            uses.Where(use => use.OrderId != won),
            use => Assert.Equal((CouponUseStatus.Refused, OrderReasons.CouponUsedUp), (use.Status, use.Reason)));
        var told = (await EventsAsync()).ToLookup(item => item.Topic, item => item.Key);
        Assert.Equal([GrainKeys.Of(won)], told[Topics.OrderProcessingCouponSuccess]);
        Assert.Equal(
            orders.Where(order => order != won).Select(GrainKeys.Of).Order(), told[Topics.OrderProcessingFail].Order());
    }

    private static ICouponGrain Coupon(ServiceProvider silo) =>
        silo.GetRequiredService<IGrainFactory>().GetGrain<ICouponGrain>(GrainKeys.Coupon(LastUse));

    private ServiceProvider Silo() => new ServiceCollection()
        .AddSingleton(TimeProvider.System)
        .AddSingleton(Store)
        .AddSingleton<ITicketSigner>(new PlainSigner())
        .AddEmbeddedGrainHost(null, typeof(ISeatGrain).Assembly, typeof(SeatGrain).Assembly)
        .BuildServiceProvider();

    /// <summary>As a consumer group does: who comes too late for both of two tries comes again.</summary>
    private static async Task UseAsync(ICouponGrain coupon, Guid orderId)
    {
        var order = new OrderEvent(
            orderId, Guid.NewGuid(), Example.Schedule, Guid.NewGuid(), [new OrderLine("Stalls", 1)], 5_000, LastUse);
        while (true)
        {
            try
            {
                await coupon.Hear([new(orderId, Topics.OrderProcessing, "", DateTimeOffset.UtcNow, null, order)]);
                return;
            }
            catch (CommitConflictException)
            {
                await Task.Delay(Random.Shared.Next(20));
            }
        }
    }
}

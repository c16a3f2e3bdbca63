using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Ticketing.Coupons;
using Ticketing.Events;
using Ticketing.Orders;
using Ticketing.Storage;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Postgres;

/// <summary>
/// A grain can be active twice; then only the store prevents two orders from taking the same use. Two silos that do not
/// know of each other share one store.
/// </summary>
[Collection(PostgresCollection.Name)]
public sealed class LastCouponUseTests(PostgresFixture postgres)
{
    private const string LastUse = "LAST";
    private const int Wanting = 500;

    [Fact]
    public async Task On_Postgres_the_last_use_of_a_coupon_goes_to_exactly_one_of_five_hundred_orders_at_once()
    {
        await using var database = await postgres.CreateDatabaseAsync();

        await AssertOneUseAsync(database.OpenStore(), database.EventsAsync);
    }

    [Fact]
    public async Task In_memory_the_last_use_of_a_coupon_goes_to_exactly_one_of_five_hundred_orders_at_once()
    {
        var store = new MemoryTicketStore(TimeProvider.System);

        await AssertOneUseAsync(store, () => Task.FromResult(store.Events));
    }

    private static async Task AssertOneUseAsync(ITicketStore store, Func<Task<IReadOnlyList<OutboxEvent>>> events)
    {
        using var one = await SiloAsync(store);
        using var other = await SiloAsync(store);
        await Coupon(one).Put(SagaRows.Terms with
        {
            ValidFrom = DateTimeOffset.UtcNow.AddDays(-1),
            ValidUntil = DateTimeOffset.UtcNow.AddDays(1),
            TotalUses = 1,
        });
        var orders = Enumerable.Range(0, Wanting).Select(_ => Guid.NewGuid()).ToArray();

        await Task.WhenAll(orders.Select((order, at) => UseAsync(Coupon(at % 2 == 0 ? one : other), order)));

        Assert.Equal(1, (await store.LoadCouponAsync(LastUse))!.Used);
        var uses = await store.LoadCouponUsesAsync(LastUse, orders);
        Assert.Equal(Wanting, uses.Count);
        var won = Assert.Single(uses, use => use.Status == CouponUseStatus.Taken).OrderId;
        Assert.All(
            uses.Where(use => use.OrderId != won),
            use => Assert.Equal((CouponUseStatus.Refused, OrderReasons.CouponUsedUp), (use.Status, use.Reason)));
        var published = (await events()).ToLookup(item => item.Topic, item => item.Key);
        Assert.Equal([GrainKeys.Of(won)], published[Topics.OrderProcessingCouponSuccess]);
        Assert.Equal(
            orders.Where(order => order != won).Select(GrainKeys.Of).Order(),
            published[Topics.OrderProcessingFail].Order());
        await Task.WhenAll(one.StopAsync(), other.StopAsync());
    }

    private static ICouponGrain Coupon(IHost silo) =>
        silo.Services.GetRequiredService<IGrainFactory>().GetGrain<ICouponGrain>(GrainKeys.Coupon(LastUse));

    private static async Task<IHost> SiloAsync(ITicketStore store)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Services
            .AddSingleton(TimeProvider.System)
            .AddGrainServices(store);
        builder.AddLocalSilo();
        var silo = builder.Build();
        await silo.StartAsync();
        return silo;
    }

    /// <summary>
    /// Retries as a consumer group does: an order that lost against the other silo twice is delivered again.
    /// </summary>
    private static async Task UseAsync(ICouponGrain coupon, Guid orderId)
    {
        var order = new OrderEvent(
            orderId, Guid.NewGuid(), Example.Schedule, Guid.NewGuid(), [new OrderLine("Stalls", 1)], 5_000, LastUse);
        while (true)
        {
            try
            {
                await coupon.HandleOrders(
                    [new(orderId, Topics.OrderProcessing, "", DateTimeOffset.UtcNow, null, order)]);
                return;
            }
            catch (CommitConflictException)
            {
                await Task.Delay(Random.Shared.Next(20));
            }
        }
    }
}

namespace Ticketing.Tests.Conformance;

public abstract class StatelessWorkerTests<THost> : HostTest<THost>
    where THost : IHost
{
    [Fact]
    public void A_busy_worker_gets_a_colleague_up_to_the_bound() => In(async world =>
    {
        var calls = new List<Task>();
        foreach (var gate in new[] { "a", "b", "c" })
        {
            calls.Add(Worker(world).Hold(gate));
            await world.Settle();
        }

        Assert.Equal(["begin a", "begin b"], Requests(world));
        world.Probe.Open("c");
        world.Probe.Open("a");
        world.Probe.Open("b");
        await Task.WhenAll(calls);
    });

    [Fact]
    public void A_free_worker_is_used_before_another_is_made() => In(async world =>
    {
        var first = await Worker(world).Instance();
        for (var i = 0; i < 5; i++)
            Assert.Equal(first, await Worker(world).Instance());
    });

    [Fact]
    public void A_worker_that_leaves_is_replaced() => In(async world =>
    {
        var first = await Worker(world).Instance();
        await Worker(world).Leave();
        await world.Settle();
        Assert.NotEqual(first, await Worker(world).Instance());
    });

    private static IWorker Worker(GrainWorld world) => world.Grains.GetGrain<IWorker>("w");
}

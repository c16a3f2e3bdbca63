namespace Ticketing.Tests.Conformance;

public abstract class InterleavingTests<THost> : HostTest<THost>
    where THost : IHost
{
    [Fact]
    public void An_interleaving_request_starts_while_another_waits() => In(async world =>
    {
        var held = world.Peer().Hold("a");
        await world.Settle();
        world.Probe.Open("b");
        await world.Peer().Peek("b");
        Assert.Equal(["begin a", "begin b", "end b"], Requests(world));
        world.Probe.Open("a");
        await held;
    });

    [Fact]
    public void An_interleaving_request_does_not_keep_others_out() => In(async world =>
    {
        var peek = world.Peer().Peek("a");
        await world.Settle();
        world.Probe.Open("b");
        await world.Peer().Hold("b");
        world.Probe.Open("a");
        await peek;
    });

    [Fact]
    public void Readers_run_beside_each_other() => In(async world =>
    {
        var first = world.Peer().Read("a");
        await world.Settle();
        world.Probe.Open("b");
        await world.Peer().Read("b");
        Assert.Equal(["begin a", "begin b", "end b"], Requests(world));
        world.Probe.Open("a");
        await first;
    });

    [Fact]
    public void A_writer_waits_for_a_reader_and_a_reader_for_a_writer() => In(async world =>
    {
        var reader = world.Peer().Read("a");
        await world.Settle();
        var writer = world.Peer().Hold("b");
        await world.Settle();
        Assert.Equal(["begin a"], Requests(world));

        world.Probe.Open("a");
        await reader;
        var late = world.Peer().Read("c");
        world.Probe.Open("c");
        await world.Settle();
        Assert.Equal(["begin a", "end a", "begin b"], Requests(world));

        world.Probe.Open("b");
        await Task.WhenAll(writer, late);
        Assert.Equal(["begin a", "end a", "begin b", "end b", "begin c", "end c"], Requests(world));
    });

    [Fact]
    public void A_reader_overtakes_a_writer_that_waits_for_readers() => In(async world =>
    {
        var reader = world.Peer().Read("a");
        await world.Settle();
        var writer = world.Peer().Hold("b");
        await world.Settle();
        world.Probe.Open("c");
        await world.Peer().Read("c");
        world.Probe.Open("a");
        world.Probe.Open("b");
        await Task.WhenAll(reader, writer);
        Assert.Equal(["begin a", "begin c", "end c", "end a", "begin b", "end b"], Requests(world));
    });

    [Fact]
    public void Requests_of_a_reentrant_grain_interleave() => In(async world =>
    {
        var grain = world.Grains.GetGrain<IReentrantPeer>("r");
        var first = grain.Hold("a");
        await world.Settle();
        var second = grain.Hold("b");
        await world.Settle();
        Assert.Equal(["begin a", "begin b"], Requests(world));
        world.Probe.Open("b");
        await second;
        world.Probe.Open("a");
        await first;
    });

    [Fact]
    public void A_reentrant_grain_may_call_itself() => In(async world =>
        Assert.Equal("back", await world.Grains.GetGrain<IReentrantPeer>("r").RoundTrip("back", 5)));

    [Fact]
    public void A_request_that_lets_another_end_within_its_turn_makes_room_for_those_it_overtook() => In(async world =>
    {
        var grain = world.Grains.GetGrain<IRelay>("relay");
        var waits = grain.Wait();
        await world.Settle();
        var next = grain.Next();
        await world.Settle();
        var release = grain.Release();
        await world.Settle();
        world.Probe.Open("activation");
        await Task.WhenAll(waits, next, release);
    });

    [Fact]
    public void A_one_way_call_returns_at_once_and_still_blocks_others() => In(async world =>
    {
        Assert.True(world.Peer().Tell("a").IsCompletedSuccessfully);
        await world.Settle();
        var next = world.Peer().Hold("b");
        world.Probe.Open("b");
        await world.Settle();
        Assert.Equal(["begin a"], Requests(world));
        world.Probe.Open("a");
        await next;
    });

    [Fact]
    public void The_failure_of_a_one_way_call_reaches_nobody() => In(async world =>
    {
        await world.Peer().Tell("fail");
        Assert.Equal(1, await world.Peer().Add(1));
    });
}

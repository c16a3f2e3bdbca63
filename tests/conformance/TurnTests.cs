namespace Ticketing.Tests.Conformance;

public abstract class TurnTests<THost> : HostTest<THost>
    where THost : IHost
{
    [Fact]
    public void A_grain_finishes_a_request_before_it_starts_the_next() => In(async world =>
    {
        var first = world.Peer().Hold("a");
        await world.Settle();
        var second = world.Peer().Hold("b");
        world.Probe.Open("b");
        await world.Settle();
        Assert.Equal(["begin a"], Requests(world));

        world.Probe.Open("a");
        await Task.WhenAll(first, second);
        Assert.Equal(["begin a", "end a", "begin b", "end b"], Requests(world));
    });

    [Fact]
    public void Requests_start_in_the_order_in_which_they_came() => In(async world =>
    {
        var calls = new List<Task>();
        for (var i = 0; i < 20; i++)
        {
            calls.Add(world.Peer().Hold($"{i}"));
            await world.Settle();
        }

        for (var i = 19; i >= 0; i--)
            world.Probe.Open($"{i}");
        await Task.WhenAll(calls);
        Assert.Equal(Enumerable.Range(0, 20).SelectMany(i => new[] { $"begin {i}", $"end {i}" }), Requests(world));
    });

    [Fact]
    public void Grains_with_different_keys_do_not_wait_for_each_other() => In(async world =>
    {
        var held = world.Peer("a").Hold("a");
        Assert.Equal(5, await world.Peer("b").Add(5));
        world.Probe.Open("a");
        await held;
    });

    [Fact]
    public void The_same_key_is_the_same_grain() => In(async world =>
    {
        Assert.Equal(5, await world.Peer("a").Add(5));
        Assert.Equal(8, await world.Peer("a").Add(3));
        Assert.Equal(1, await world.Peer("b").Add(1));
    });

    [Fact]
    public void Continuations_of_a_grain_run_as_its_turns() => In(async world =>
    {
        var mine = world.Peer().SchedulerIsMine();
        world.Probe.Open("open");
        Assert.True(await mine);
    });

    [Fact]
    public void Value_tasks_and_their_results_come_back() => In(async world =>
    {
        Assert.Equal("hello", await world.Peer().Echo("hello"));
        Assert.Equal("null", await world.Peer().Echo(null));
        await world.Peer().Nothing();
    });

    [Fact]
    public void What_one_grain_sends_to_another_without_waiting_starts_in_that_order() => In(async world =>
    {
        await world.Peer("b").Add(1);
        for (var i = 0; i < 20; i++) world.Probe.Open($"{i}");
        await world.Peer("a").TellInOrder("b", 20);
        await world.Settle();
        Assert.Equal(Enumerable.Range(0, 20).SelectMany(i => new[] { $"begin {i}", $"end {i}" }), Requests(world));
    });

    [Fact]
    public void Caller_and_grain_share_no_argument() => In(async world =>
    {
        var mine = new Kept { Number = 1 };
        await world.Peer().Keep(mine);
        mine.Number = 50;
        Assert.Equal(1, (await world.Peer().Keep(null)).Number);
    });

    [Fact]
    public void Caller_and_grain_share_no_answer() => In(async world =>
    {
        var answer = await world.Peer().Keep(new Kept { Number = 1 });
        await world.Peer().Raise();
        Assert.Equal(1, answer.Number);
        answer.Number = 50;
        Assert.Equal(2, (await world.Peer().Keep(null)).Number);
    });

    [Fact]
    public void A_grain_knows_its_key_and_identity() => In(async world =>
    {
        Assert.Equal("arena/7 peer/arena/7 peer/arena/7", await world.Peer("arena/7").Self());
        Assert.Equal("arena/7", world.Peer("arena/7").GetPrimaryKeyString());
        Assert.Equal(GrainId.Create("peer", "arena/7"), world.Peer("arena/7").GetGrainId());
    });

    [Fact]
    public void A_grain_passes_itself_on_as_a_reference() => In(async world =>
    {
        var reference = await world.Peer("a").Reference();
        await world.Peer("a").Add(2);
        Assert.Equal(3, await reference.Add(1));
        Assert.Equal(world.Peer("a"), reference);
        Assert.NotEqual(world.Peer("b"), reference);
    });

    [Fact]
    public void A_grain_calls_another_grain() => In(async world =>
    {
        world.Probe.Open("x");
        await world.Peer("a").HoldAt("b", "x");
        Assert.Equal(["begin x", "end x"], Requests(world));
    });
}

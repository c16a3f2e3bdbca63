namespace Ticketing.Tests.Conformance;

public abstract class LifeTests<THost> : HostTest<THost>
    where THost : IHost
{
    [Fact]
    public void Activation_comes_before_the_first_request() => In(async world =>
    {
        var held = world.Peer("slow").Hold("a");
        world.Probe.Open("a");
        await world.Settle();
        Assert.Equal(["activate slow True"], world.Probe.Notes);
        world.Probe.Open("activation");
        await held;
        Assert.Equal(["activate slow True", "begin a", "end a"], world.Probe.Notes);
    });

    [Fact]
    public void Not_even_an_interleaving_request_starts_before_the_activation_has_ended() => In(async world =>
    {
        var peek = world.Peer("slow").Peek("a");
        world.Probe.Open("a");
        await world.Settle();
        Assert.Empty(Requests(world));
        world.Probe.Open("activation");
        await peek;
    });

    [Fact]
    public void A_failed_activation_reaches_every_waiting_caller() => In(async world =>
    {
        var calls = new[] { world.Peer("broken").Add(1), world.Peer("broken").Add(2) };
        foreach (var call in calls)
            Assert.Equal("cannot start", (await Assert.ThrowsAsync<InvalidDataException>(() => call)).Message);
        await Assert.ThrowsAsync<InvalidDataException>(() => world.Peer("broken").Add(3));
    });

    [Fact]
    public void A_grain_leaves_after_the_running_request() => In(async world =>
    {
        var before = await world.Peer().Instance();
        var leaving = world.Peer().LeaveThenHold("a");
        await world.Settle();
        var next = world.Peer().Instance();
        await world.Settle();
        Assert.DoesNotContain("deactivate ApplicationRequested", world.Probe.Notes);

        world.Probe.Open("a");
        await leaving;
        Assert.NotEqual(before, await next);
        Assert.Equal(
            ["begin a", "end a", "deactivate ApplicationRequested", "deactivated"],
            world.Probe.Notes.Where(
                note => !note.StartsWith("activate", StringComparison.Ordinal) && note != "scope ended"));
    });

    [Fact]
    public void Requests_that_wait_for_a_leaving_grain_go_to_the_next_one_in_order() => In(async world =>
    {
        var leaving = world.Peer("lingering").LeaveThenHold("gone");
        var waiting = new List<Task>();
        for (var i = 0; i < 20; i++)
        {
            await world.Settle();
            waiting.Add(world.Peer("lingering").Hold($"{i}"));
            world.Probe.Open($"{i}");
        }

        await world.Settle();
        world.Probe.Open("gone");
        await leaving;
        await world.Settle();
        Assert.Equal(["begin gone", "end gone"], Requests(world));

        var late = world.Peer("lingering").Hold("late");
        await world.Settle();
        world.Probe.Open("late");
        world.Probe.Open("deactivation");
        await Task.WhenAll([.. waiting, late]);
        Assert.Equal(
            Enumerable.Range(0, 20).Select(i => $"{i}").Prepend("gone").Append("late")
                .SelectMany(gate => new[] { $"begin {gate}", $"end {gate}" }),
            Requests(world));
        Assert.Single(world.Probe.Notes, "deactivated");
    });

    [Fact]
    public void Not_even_an_interleaving_request_starts_in_a_leaving_grain() => In(async world =>
    {
        var before = await world.Peer().Instance();
        var leaving = world.Peer().LeaveThenHold("a");
        await world.Settle();
        var peek = world.Peer().Peek("b");
        world.Probe.Open("b");
        await world.Settle();
        Assert.Equal(["begin a"], Requests(world));
        world.Probe.Open("a");
        await Task.WhenAll(leaving, peek);
        Assert.NotEqual(before, await world.Peer().Instance());
    });

    [Fact]
    public void A_failure_while_it_leaves_harms_nobody() => In(async world =>
    {
        var before = await world.Peer("unclean").Instance();
        await world.Peer("unclean").Leave();
        Assert.NotEqual(before, await world.Peer("unclean").Instance());
    });

    [Fact]
    public void An_idle_grain_is_collected() => In(async world =>
    {
        var before = await world.Peer().Instance();
        await world.Delay(Minutes(10));
        Assert.Equal(before, await world.Peer().Instance());
        await world.Delay(Minutes(14));
        Assert.Equal(before, await world.Peer().Instance());
        await world.Delay(Minutes(17));
        Assert.Contains("deactivate ActivationIdle", world.Probe.Notes);
        Assert.NotEqual(before, await world.Peer().Instance());
    });

    [Fact]
    public void A_grain_at_work_is_never_collected() => In(
        new WorldOptions { ResponseTimeout = TimeSpan.FromHours(2) },
        async world =>
        {
            var held = world.Peer().Hold("a");
            await world.Delay(TimeSpan.FromHours(1));
            Assert.DoesNotContain("deactivate ActivationIdle", world.Probe.Notes);
            world.Probe.Open("a");
            await held;
        });
}

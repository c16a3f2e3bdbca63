using Orleans.Storage;

namespace Ticketing.Tests.Conformance;

public sealed class SimulatorTests : SimulatorTest
{
    [Fact]
    public void Everything_runs_on_one_thread()
    {
        using var world = new SimulatedWorld(new WorldOptions(), seed: 1);
        world.Run(() => Scenario(world));
        Assert.Equal(Environment.CurrentManagedThreadId, Assert.Single(world.Probe.Threads));
    }

    [Fact]
    public void The_same_seed_gives_the_same_run_and_another_seed_another()
    {
        var first = Run(7);
        Assert.Equal(first, Run(7));
        Assert.Contains(Enumerable.Range(8, 5), seed => !first.SequenceEqual(Run(seed)));
    }

    [Fact]
    public void An_activation_that_takes_too_long_is_given_up() => In(async world =>
    {
        var call = world.Peer("slow").Add(1);
        await world.Delay(Seconds(33));
        await Assert.ThrowsAsync<TimeoutException>(() => call);
        world.Probe.Open("activation");
        Assert.Equal(1, await world.Peer("slow").Add(1));
        Assert.Equal(2, world.Probe.Notes.Count(note => note.StartsWith("activate", StringComparison.Ordinal)));
    });

    [Fact]
    public void A_deactivation_that_takes_too_long_is_given_up() => In(async world =>
    {
        await world.Peer("lingering").Add(1);
        await world.Peer("lingering").Leave();
        await world.Delay(Seconds(10));
        var call = world.Peer("lingering").Add(5);
        Assert.Equal(5, await call);
    });

    [Fact]
    public void A_grain_that_leaves_while_it_activates_refuses_its_callers() => In(async world =>
        await Assert.ThrowsAsync<OrleansMessageRejectionException>(() => world.Peer("fickle").Add(1)));

    [Fact]
    public void A_store_that_fails_reaches_the_caller() => In(async world =>
    {
        var keeper = world.Grains.GetGrain<IKeeper>("k");
        world.Storage.Before = _ => throw new IOException("disk");
        var thrown = await Assert.ThrowsAsync<OrleansException>(() => keeper.Get());
        Assert.IsType<IOException>(thrown.InnerException);

        world.Storage.Before = _ => Task.CompletedTask;
        Assert.Equal(0, await keeper.Get());
        world.Storage.Before = operation => operation == "write" ? throw new IOException("disk") : Task.CompletedTask;
        await Assert.ThrowsAsync<OrleansException>(() => keeper.Set(1));
    });

    [Fact]
    public void A_timeout_names_grain_and_method_and_leaves_the_outcome_open() => In(async world =>
    {
        var thrown = await Assert.ThrowsAsync<TimeoutException>(() => world.Peer("a").Hold("never"));
        Assert.Contains("IPeer.Hold of peer/a", thrown.Message);
        Assert.Contains("unknown", thrown.Message);
        Assert.Contains(world.Probe.Notes,
            note => note.StartsWith("log: IPeer.Hold of peer/a", StringComparison.Ordinal));
    });

    [Fact]
    public void A_scope_ends_with_its_activation() => In(async world =>
    {
        await world.Peer().Leave();
        await world.Settle();
        Assert.Equal("scope ended", world.Probe.Notes[^1]);
    });

    [Fact]
    public void A_busy_grain_lets_others_have_the_thread() => In(async world =>
    {
        var many = Enumerable.Range(0, 1000).Select(_ => world.Peer("a").Add(1)).ToArray();
        await world.Peer("b").Add(1);
        Assert.Contains(many, call => !call.IsCompleted);
        await Task.WhenAll(many);
    });

    private static string[] Run(int seed)
    {
        using var world = new SimulatedWorld(new WorldOptions(), seed);
        world.Run(() => Scenario(world));
        return [.. world.Probe.Notes, $"{world.Steps}"];
    }

    private static async Task Scenario(SimulatedWorld world)
    {
        world.Storage.Before = _ => Task.Delay(TimeSpan.FromMilliseconds(3), world.Time);
        var clock = world.Grains.GetGrain<IClockwork>("c");
        await clock.Start("tick", Seconds(1), Seconds(1));
        var calls = Enumerable.Range(0, 30).Select(i => world.Peer($"{i % 7}").Hold($"{i % 3}")).ToList();
        calls.AddRange(Enumerable.Range(0, 10).Select(i => world.Grains.GetGrain<IKeeper>($"{i}").Set(i)));
        calls.Add(world.Peer("x").HoldAt("y", "1"));
        for (var i = 0; i < 3; i++)
            world.Probe.Open($"{i}");
        await Task.WhenAll(calls);
        await Assert.ThrowsAsync<TimeoutException>(() => world.Peer("p").CallBack("q"));
        await Assert.ThrowsAsync<InconsistentStateException>(
            () => world.Grains.GetGrain<IKeeper>("1").WriteBehindBack(5));
        await world.Delay(TimeSpan.FromMinutes(20));
    }
}

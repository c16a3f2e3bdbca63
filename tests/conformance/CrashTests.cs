namespace Ticketing.Tests.Conformance;

public sealed class CrashTests : SimulatorTest
{
    [Fact]
    public void A_crashed_grain_says_no_goodbye_and_its_callers_get_errors() => In(async world =>
    {
        var before = await world.Peer().Instance();
        var running = world.Peer().Hold("a");
        var waiting = world.Peer().Hold("b");
        await world.Settle();
        world.Silo.Crash(world.Peer());

        await Assert.ThrowsAsync<SiloUnavailableException>(() => running);
        await Assert.ThrowsAsync<SiloUnavailableException>(() => waiting);
        Assert.DoesNotContain(world.Probe.Notes, note => note.StartsWith("deactivate", StringComparison.Ordinal));
        Assert.NotEqual(before, await world.Peer().Instance());
    });

    [Fact]
    public void What_a_crashed_grain_waited_for_never_wakes_it() => In(async world =>
    {
        var peer = world.Peer();
        var running = peer.Hold("a");
        await world.Settle();
        world.Silo.Crash(peer);
        world.Probe.Open("a");
        await world.Delay(Seconds(60));
        Assert.Equal(["begin a"], world.Probe.Notes.Where(note => note.EndsWith('a')));
        Assert.Equal(1, await peer.Add(1));
        await Assert.ThrowsAsync<SiloUnavailableException>(() => running);
    });

    [Fact]
    public void A_crash_while_a_state_is_read_or_a_timer_is_due_leaves_nothing_behind() => In(async world =>
    {
        await world.Grains.GetGrain<IClockwork>("c").Start("tick", Seconds(5), Seconds(5));
        world.Storage.Before = _ => world.Probe.Gate("store");
        var reading = world.Grains.GetGrain<IKeeper>("k").Get();
        await world.Settle();
        world.Silo.CrashAll();
        Assert.Equal(0, world.Silo.ActivationCount);

        world.Probe.Open("store");
        await world.Delay(Seconds(60));
        Assert.Empty(world.Probe.Notes);
        await Assert.ThrowsAsync<SiloUnavailableException>(() => reading);
        Assert.Equal(0, await world.Grains.GetGrain<IKeeper>("k").Get());
    });

    [Fact]
    public void Only_a_reference_names_a_grain_to_lose() => In(world =>
    {
        Assert.Throws<ArgumentException>(() => world.Silo.Crash(new Nobody()));
        return Task.CompletedTask;
    });

    private sealed class Nobody : IAddressable;
}

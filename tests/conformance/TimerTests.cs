namespace Ticketing.Tests.Conformance;

public abstract class TimerTests<THost> : HostTest<THost>
    where THost : IHost
{
    private static readonly TimeSpan Never = Timeout.InfiniteTimeSpan;

    [Fact]
    public void A_one_shot_timer_ticks_once() => In(async world =>
    {
        await Clock(world).Start("tick", Seconds(5), Never);
        await world.Delay(Seconds(60));
        Assert.Equal(["tick 5"], world.Probe.Notes);
    });

    [Fact]
    public void A_periodic_timer_ticks_until_it_is_disposed() => In(async world =>
    {
        await Clock(world).Start("tick", Seconds(5), Seconds(10));
        await world.Delay(Seconds(26));
        await Clock(world).Stop();
        await world.Delay(Seconds(60));
        Assert.Equal(["tick 5", "tick 15", "tick 25"], world.Probe.Notes);
    });

    [Fact]
    public void The_period_counts_from_the_end_of_a_tick() => In(async world =>
    {
        await Clock(world).StartSlow("slow", Seconds(1), Seconds(10), Seconds(3), fail: false);
        await world.Delay(Seconds(30));
        Assert.Equal(["slow 1", "slow 14", "slow 27"], world.Probe.Notes);
    });

    [Fact]
    public void A_tick_that_fails_does_not_end_the_timer() => In(async world =>
    {
        await Clock(world).StartSlow("bad", Seconds(1), Seconds(10), Seconds(1), fail: true);
        await world.Delay(Seconds(14));
        Assert.Equal(["bad 1", "bad 12"],
            world.Probe.Notes.Where(note => note.StartsWith("bad", StringComparison.Ordinal)));
    });

    [Fact]
    public void A_tick_waits_for_the_running_request_and_requests_wait_for_a_tick() => In(async world =>
    {
        await Clock(world).StartSlow("tick", Seconds(1), Never, Seconds(4), fail: false);
        var held = Clock(world).Hold("a");
        await world.Delay(Seconds(3));
        Assert.Equal(["begin a"], world.Probe.Notes);

        world.Probe.Open("a");
        await held;
        await world.Settle();
        var next = Clock(world).Hold("b");
        world.Probe.Open("b");
        await world.Delay(Seconds(1));
        Assert.False(next.IsCompleted);
        await next;
        Assert.Equal(["begin a", "end a", "tick 3", "begin b", "end b"], world.Probe.Notes);
    });

    [Fact]
    public void An_interleaving_tick_does_not_wait() => In(async world =>
    {
        await Clock(world).Start("tick", Seconds(1), Never, interleave: true);
        var held = Clock(world).Hold("a");
        await world.Delay(Seconds(3));
        Assert.Equal(["begin a", "tick 1"], world.Probe.Notes);
        world.Probe.Open("a");
        await held;
    });

    [Fact]
    public void Timers_end_with_the_activation() => In(async world =>
    {
        await Clock(world).Start("tick", Seconds(5), Seconds(5));
        await Clock(world).Leave();
        await world.Delay(Seconds(60));
        Assert.Empty(world.Probe.Notes);
    });

    [Fact]
    public void A_tick_that_runs_ends_before_its_grain_leaves() => In(async world =>
    {
        await Clock(world).StartSlow("long", Seconds(1), Seconds(1), Seconds(4), fail: false);
        await world.Delay(Seconds(2));
        await Clock(world).LeaveBesideATick();
        var next = Clock(world).Hold("next");
        world.Probe.Open("next");
        await world.Delay(Seconds(1));
        Assert.Equal(["long 1"], world.Probe.Notes);
        await next;
        Assert.Equal(["long 1", "long ended", "begin next", "end next"], world.Probe.Notes);
        await world.Delay(Seconds(20));
        Assert.Equal("end next", world.Probe.Notes[^1]);
    });

    [Fact]
    public void A_changed_timer_counts_from_the_change() => In(async world =>
    {
        await Clock(world).Start("tick", Seconds(5), Seconds(5));
        await world.Delay(Seconds(3));
        await Clock(world).Change(Seconds(10), Never);
        await world.Delay(Seconds(60));
        Assert.Equal(["tick 13"], world.Probe.Notes);
    });

    [Fact]
    public void A_timer_changed_in_its_tick_counts_from_the_end_of_that_tick() => In(async world =>
    {
        await Clock(world).ChangeInTick(Seconds(1), Seconds(10), Seconds(2));
        await world.Delay(Seconds(20));
        Assert.Equal(["changing 1", "changing 3", "changing 13"], world.Probe.Notes);
    });

    [Fact]
    public void A_timer_with_nonsense_for_a_time_is_refused() => In(async world =>
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Clock(world).Start("tick", Seconds(-5), Never));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => Clock(world).Start("tick", Seconds(5), TimeSpan.FromDays(100)));
    });

    [Fact]
    public void A_timer_cannot_be_registered_outside_of_the_turns_of_its_grain() => In(async world =>
        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => Clock(world).StartElsewhere()));

    private static IClockwork Clock(GrainWorld world) => world.Grains.GetGrain<IClockwork>("clock");
}

namespace Ticketing.Tests.Conformance;

/// <summary>
/// On the simulator only, because the real Orleans differs: it rejects a request after a few forwards between
/// activations that are leaving, and its collector and message age use the real clock, which virtual time does not
/// advance.
/// </summary>
public sealed class SimulatorLifeTests : SimulatorTest
{
    [Fact]
    public void A_storm_of_leaving_loses_no_request() => In(async world =>
    {
        var calls = Enumerable.Range(0, 50).Select(_ => world.Peer().Leave()).ToArray();
        await Task.WhenAll(calls);
        Assert.Equal(50, world.Probe.Notes.Count(note => note == "deactivated"));
    });

    [Fact]
    public void A_grain_may_put_its_collection_off_and_take_that_back() => In(async world =>
    {
        await world.Peer("a").Stay(Minutes(60));
        await world.Peer("b").Stay(Minutes(60));
        await world.Peer("b").Stay(TimeSpan.Zero);
        await world.Delay(Minutes(50));
        Assert.Single(world.Probe.Notes, "deactivate ActivationIdle");
        await world.Delay(Minutes(30));
        Assert.Equal(2, world.Probe.Notes.Count(note => note == "deactivate ActivationIdle"));
    });

    [Fact]
    public void Ticks_count_as_use_only_when_the_timer_says_so() => In(async world =>
    {
        var idle = world.Grains.GetGrain<IClockwork>("idle");
        var used = world.Grains.GetGrain<IClockwork>("used");
        await idle.Start("idle", Minutes(1), Minutes(1));
        await used.Start("used", Minutes(1), Minutes(1), keepAlive: true);
        await world.Delay(Minutes(40));
        Assert.InRange(world.Probe.Notes.Count(note => note.StartsWith("idle", StringComparison.Ordinal)), 14, 17);
        Assert.InRange(world.Probe.Notes.Count(note => note.StartsWith("used", StringComparison.Ordinal)), 39, 40);
    });

    [Fact]
    public void A_cycle_of_calls_ends_in_a_timeout() => In(async world =>
    {
        await Assert.ThrowsAsync<TimeoutException>(() => world.Peer("a").CallBack("b"));
        Assert.Contains("a calls b", world.Probe.Notes);
        Assert.Contains("b calls a", world.Probe.Notes);
        await world.Delay(Seconds(2));
        Assert.Equal(1, await world.Peer("a").Add(1));
        Assert.Equal(1, await world.Peer("b").Add(1));
    });
}

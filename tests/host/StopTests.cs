namespace Ticketing.Tests.Host;

public sealed class StopTests : EmbeddedTest
{
    [Fact]
    public void A_stop_lets_running_requests_end_and_deactivates_every_grain() => In(async world =>
    {
        var held = world.Peer("a").HoldAt("b", "x");
        await world.Peer("c").Add(1);
        var stop = world.Host.StopAsync(CancellationToken.None);
        await Assert.ThrowsAsync<SiloUnavailableException>(() => world.Peer("c").Add(1));
        await world.Delay(Seconds(1));
        Assert.False(stop.IsCompleted);

        world.Probe.Open("x");
        await held;
        await stop;
        Assert.Equal(3, world.Probe.Notes.Count(note => note == "deactivate ShuttingDown"));
        Assert.Equal(0, world.Host.ActivationCount);
    });

    [Fact]
    public void A_stop_waits_for_a_stuck_request_only_so_long() => In(async world =>
    {
        var stuck = world.Peer("a").Hold("never");
        await world.Settle();
        var start = world.Time.GetUtcNow();
        await world.Host.StopAsync(CancellationToken.None);
        Assert.InRange(world.Time.GetUtcNow() - start, Seconds(30), Seconds(31));
        await Assert.ThrowsAnyAsync<Exception>(() => stuck);
        Assert.Equal(0, world.Host.ActivationCount);
    });

    [Fact]
    public void A_stopped_host_refuses_calls() => In(async world =>
    {
        await world.Host.StopAsync(CancellationToken.None);
        await world.Host.StopAsync(CancellationToken.None);
        await Assert.ThrowsAsync<SiloUnavailableException>(() => world.Peer().Add(1));
    });
}

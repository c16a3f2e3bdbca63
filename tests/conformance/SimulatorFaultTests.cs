using Ticketing.Simulator;

namespace Ticketing.Tests.Conformance;

/// <summary>The faults that the simulator can inject.</summary>
public sealed class SimulatorFaultTests : SimulatorTest
{
    [Fact]
    public void A_lost_message_times_out_and_has_no_effect() => In(async world =>
    {
        world.Network = () => new MessageFate(Lost: true);
        await Assert.ThrowsAsync<TimeoutException>(() => world.Peer().Add(1));
        world.Network = () => default;
        Assert.Equal(1, await world.Peer().Add(1));
    });

    [Fact]
    public void A_late_message_arrives_late() => In(async world =>
    {
        world.Network = () => new MessageFate(Delay: Seconds(5));
        var late = world.Peer().Add(1);
        world.Network = () => default;
        Assert.Equal(2, await world.Peer().Add(2));
        Assert.Equal(3, await late);
        Assert.Equal(5, (world.Time.GetUtcNow() - world.Start).TotalSeconds);
    });

    [Fact]
    public void A_doubled_message_has_its_effect_twice_and_one_answer() => In(async world =>
    {
        world.Network = () => new MessageFate(Delay: Seconds(1), Doubled: true);
        Assert.Equal(1, await world.Peer().Add(1));
        world.Network = () => default;
        await world.Delay(Seconds(2));
        Assert.Equal(3, await world.Peer().Add(1));
    });

    [Fact]
    public void A_write_that_fails_changes_nothing() => In(async world =>
    {
        var keeper = world.Grains.GetGrain<IKeeper>("k");
        await keeper.Set(1);
        world.Storage.Before = operation => operation == "write" ? throw new IOException("disk") : Task.CompletedTask;
        await Assert.ThrowsAsync<OrleansException>(() => keeper.Set(2));
        world.Silo.CrashAll();
        Assert.Equal(1, await keeper.Get());
    });

    [Fact]
    public void A_write_of_unknown_outcome_is_there_although_its_caller_got_an_error() => In(async world =>
    {
        var keeper = world.Grains.GetGrain<IKeeper>("k");
        await keeper.Set(1);
        world.Storage.After = operation => operation == "write" ? throw new IOException("cut off") : Task.CompletedTask;
        await Assert.ThrowsAsync<OrleansException>(() => keeper.Set(2));
        world.Silo.CrashAll();
        Assert.Equal(2, await keeper.Get());
    });

    [Fact]
    public void A_reminder_outlives_a_crash_and_comes_again() => In(async world =>
    {
        await world.Grains.GetGrain<IReminded>("r").Start("job", Minutes(1), Minutes(5));
        world.Silo.CrashAll();
        await world.Delay(Minutes(1.5));
        Assert.Equal(["reminded of job"], world.Probe.Notes);
        world.Silo.CrashAll();
        await world.Delay(Minutes(10));
        Assert.Equal(3, world.Probe.Notes.Length);
    });

    [Fact]
    public void A_silo_that_stops_lets_requests_end_and_takes_no_more() => In(async world =>
    {
        var held = world.Peer("lingering").Hold("a");
        await world.Settle();
        var stopping = world.Silo.StopAsync();
        await Assert.ThrowsAsync<SiloUnavailableException>(() => world.Peer().Add(1));
        world.Probe.Open("deactivation");
        await world.Settle();
        Assert.DoesNotContain("deactivated", world.Probe.Notes);
        world.Probe.Open("a");
        await held;
        await stopping;
        Assert.Contains("deactivated", world.Probe.Notes);
        Assert.Equal(0, world.Silo.ActivationCount);
    });

    [Fact]
    public void Work_that_leaves_the_thread_fails_the_run()
    {
        var escaped = Assert.Throws<InvalidOperationException>(() => In(async world =>
        {
            var held = world.Peer().Hold("a");
            await world.Settle();
            var other = new Thread(() => world.Probe.Open("a"));
            other.Start();
            other.Join();
            await held;
        }));
        Assert.Contains("another thread", escaped.Message, StringComparison.Ordinal);
    }
}

using Orleans.Storage;

namespace Ticketing.Tests.Conformance;

public abstract class StateTests<THost> : HostTest<THost>
    where THost : IHost
{
    [Fact]
    public void State_is_read_before_the_grain_activates() => In(async world =>
    {
        await Keeper(world).Set(7);
        await Restart(world);
        Assert.Equal(7, await Keeper(world).Get());
        Assert.Equal(["activate with 0 False", "activate with 7 True"], world.Probe.Notes);
    });

    [Fact]
    public void A_grain_keeps_several_states_apart() => In(async world =>
    {
        await Keeper(world).SetBoth(7, "words");
        await Restart(world);
        Assert.Equal("7 -7 words True False", await Keeper(world).Describe());
    });

    [Fact]
    public void What_is_not_written_is_forgotten() => In(async world =>
    {
        await Keeper(world).Set(7);
        await Keeper(world, "other").Set(9);
        await Keeper(world).Reload();
        Assert.Equal(7, await Keeper(world).Get());
    });

    [Fact]
    public void A_cleared_state_is_new_again() => In(async world =>
    {
        await Keeper(world).Set(7);
        await Keeper(world).Clear();
        Assert.Equal("0 0  False True", await Keeper(world).Describe());
        await Restart(world);
        Assert.Equal("0 0  False True", await Keeper(world).Describe());
        await Keeper(world).Set(8);
        Assert.Equal(8, await Keeper(world).Get());
    });

    [Fact]
    public void A_write_over_something_newer_is_refused_and_ends_the_activation() => In(async world =>
    {
        await Keeper(world).Set(1);
        await Assert.ThrowsAsync<InconsistentStateException>(() => Keeper(world).WriteBehindBack(50));
        Assert.Equal(50, await Keeper(world).Get());
        Assert.Equal(["activate with 0 False", "activate with 50 True"], world.Probe.Notes);
    });

    [Fact]
    public void A_refused_write_that_the_grain_catches_does_not_end_it() => In(async world =>
    {
        await Keeper(world).Set(1);
        Assert.Equal("refused", await Keeper(world).CatchConflict(50));
        Assert.Equal(51, await Keeper(world).Get());
    });

    private static IKeeper Keeper(GrainWorld world, string key = "keeper") => world.Grains.GetGrain<IKeeper>(key);

    private static Task Restart(GrainWorld world) => world.Delay(TimeSpan.FromMinutes(17));
}

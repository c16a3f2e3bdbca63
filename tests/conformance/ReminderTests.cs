namespace Ticketing.Tests.Conformance;

public abstract class ReminderTests<THost> : HostTest<THost>
    where THost : IHost
{
    // The shortest period that Orleans accepts.
    private static readonly TimeSpan Period = Minutes(1);

    [Fact]
    public void A_reminder_reaches_its_grain() => In(async world =>
    {
        await Reminded(world).Start("job", Seconds(1), Period);
        await world.OutlastCalls(Seconds(2));
        Assert.Equal(["reminded of job"], world.Probe.Notes);
    });

    [Fact]
    public void A_reminder_that_was_taken_back_does_not() => In(async world =>
    {
        await Reminded(world).Start("job", Seconds(1), Period);
        await Reminded(world).Start("other", Seconds(2), Period);
        Assert.Equal(["job", "other"], await Reminded(world).List());
        await Reminded(world).Stop("job");
        Assert.Equal(["other"], await Reminded(world).List());
        await world.OutlastCalls(Seconds(2));
        Assert.Equal(["reminded of other"], world.Probe.Notes);
    });

    private static IReminded Reminded(GrainWorld world) => world.Grains.GetGrain<IReminded>("r");
}

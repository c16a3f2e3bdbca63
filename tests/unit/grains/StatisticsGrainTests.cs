using Ticketing.Balances;
using Ticketing.PostProcessing;
using Ticketing.Storage;

namespace Ticketing.Tests.Grains;

public sealed class StatisticsGrainTests : IDisposable
{
    private const string Group = "statistics";

    private readonly TwoSilos world = new();

    [Fact]
    public void A_schedule_of_which_nothing_is_known_has_zeros() => world.Run(async () =>
        Assert.Equal(new ScheduleStatistics(world.ScheduleId), await Counts()));

    [Fact]
    public void Every_event_counts_once_however_often_and_in_what_batches_it_comes() => world.Run(async () =>
    {
        var expected = await Sell();
        var events = world.Store.Events;
        await world.Deliver(Group, events.Take(4));

        await world.Deliver(Group, [.. events.Skip(2), .. events.Skip(3), events[0]]);
        await world.Deliver(Group, events.Reverse());
        foreach (var item in events) await world.Deliver(Group, [item]);

        Assert.Equal(expected, await Counts());
        Assert.Equal(expected, Assert.Single(world.Store.Statistics).Counts);
    });

    [Fact]
    public void Two_activations_count_together() => world.Run(async () =>
    {
        var expected = await Sell();
        var events = world.Store.Events;
        for (var from = 0; from < events.Count; from++)
        {
            await Task.WhenAll(
                world.Deliver(Group, events.Skip(from).Take(2), silo: 0),
                world.Deliver(Group, events.Skip(from).Take(3), silo: 1));
        }

        Assert.Equal(expected, Assert.Single(world.Store.Statistics).Counts);
        await Task.Delay(TimeSpan.FromSeconds(Limits.StatisticsTrustSeconds), world.Time);
        Assert.Equal(expected, await Counts(0));
        Assert.Equal(expected, await Counts(1));
    });

    [Theory]
    [InlineData(1)] // refused
    [InlineData(2)] // not written, unknown outcome
    [InlineData(3)] // written, unknown outcome
    public void A_commit_that_fails_leaves_nothing_counted_twice_or_never(int fault) => world.Run(async () =>
    {
        var expected = await Sell();
        var events = world.Store.Events;
        await world.Deliver(Group, events.Take(1));
        world.Store.StatisticsFault = (CommitFault)fault;

        await Assert.ThrowsAnyAsync<TicketStoreException>(() => world.Deliver(Group, events.Skip(1)));
        await world.Deliver(Group, events.Skip(1));

        Assert.Equal(expected, await Counts());
    });

    [Fact]
    public void What_another_activation_has_counted_is_seen_after_a_moment() => world.Run(async () =>
    {
        var expected = await Sell();
        await Counts(1);
        await world.Deliver(Group, silo: 0);
        Assert.Equal(0, (await Counts(1)).Reserved);

        await Task.Delay(TimeSpan.FromSeconds(Limits.StatisticsTrustSeconds), world.Time);

        Assert.Equal(expected, await Counts(1));
    });

    public void Dispose() => world.Dispose();

    private Task<ScheduleStatistics> Counts(int silo = 0) =>
        world.Silo(silo).GetGrain<IStatisticsGrain>(GrainKeys.Of(world.ScheduleId)).Get();

    /// <summary>One sold, one sold and given back, one given up, one not paid in time.</summary>
    private async Task<ScheduleStatistics> Sell()
    {
        await world.Balance().Charge(new BalanceChange("charge", 1_000));
        var kept = (await world.Reserve(["S-00"])).Id;
        var returned = (await world.Reserve(["S-01"])).Id;
        var dropped = (await world.Reserve(["S-02"])).Id;
        await world.PayThrough(kept);
        await world.PayThrough(returned);
        await world.Reservation(returned).Cancel(new(world.UserId));
        await world.Reservation(dropped).Cancel(new(world.UserId));
        await world.Reserve(["S-03", "S-04"]);
        await Task.Delay(TimeSpan.FromSeconds(61), world.Time);
        return new ScheduleStatistics(
            world.ScheduleId, Reserved: 4, Confirmed: 2, Expired: 1, Cancelled: 2, SeatsSold: 1, Revenue: 100,
            LastEventAt: world.Store.Events[^1].OccurredAt);
    }
}

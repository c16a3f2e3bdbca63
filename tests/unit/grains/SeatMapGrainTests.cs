using Ticketing.Catalog;
using Ticketing.Seats;
using Ticketing.Storage;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Grains;

public sealed class SeatMapGrainTests : IDisposable
{
    private const string Group = "seat-map";

    private readonly TwoSilos world = new();

    [Fact]
    public void Events_change_the_map_without_a_look_at_the_table() => world.Run(async () =>
    {
        var version = (await Map().Get())!.Version;
        await world.Reserve(["S-01"]);
        await world.Silo(0).GetGrain<ISeatGrain>(GrainKeys.Seat(new(world.ScheduleId, "S-02"))).Block();
        await world.Deliver(Group);

        var map = (await Map().Get())!;

        Assert.Equal(["S-01"], map.Held.ToArray());
        Assert.Equal(["S-02"], map.Blocked.ToArray());
        Assert.Equal(
            [new SeatChange("S-01", SeatStatus.Held), new SeatChange("S-02", SeatStatus.Blocked)],
            (await Map().GetSince(version))!.Changes.ToArray());
        Assert.Equal(1, world.Store.SnapshotLoads);

        await Wait(60); // the hold expires
        await world.Deliver(Group);
        Assert.Empty((await Map().Get())!.Held);
    });

    [Fact]
    public void However_many_look_first_there_is_one_read() => world.Run(async () =>
    {
        world.Store.SlowSnapshots = TimeSpan.FromSeconds(1);

        var maps = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Map().Get()));

        Assert.All(maps, map => Assert.Same(maps[0], map));
        Assert.Equal(1, world.Store.SnapshotLoads);
    });

    [Fact]
    public void A_schedule_that_nobody_watches_costs_no_read() => world.Run(async () =>
    {
        await world.Reserve(["S-01"]);
        await world.Deliver(Group);
        Assert.Equal(0, world.Store.SnapshotLoads);

        Assert.Equal(["S-01"], (await Map().Get())!.Held.ToArray());
    });

    [Fact]
    public void An_event_that_comes_while_the_map_is_being_drawn_is_in_it() => world.Run(async () =>
    {
        world.Store.SlowSnapshots = TimeSpan.FromSeconds(1);
        var looking = Map().Get();
        await Wait(0.5);
        await world.Reserve(["S-01"]); // after the read, before its end
        var showing = world.Deliver(Group);

        await Task.WhenAll(looking, showing);

        Assert.Equal(["S-01"], (await Map().Get())!.Held.ToArray());
    });

    [Fact]
    public void A_lost_event_is_seen_by_the_next_comparison_and_nobody_waits_for_it() => world.Run(async () =>
    {
        var before = (await Map().Get())!;
        await world.Reserve(["S-01"]); // not reported to the map
        await Wait(Limits.SeatMapTrustSeconds - 1);
        Assert.Same(before, await Map().Get());

        await Wait(1);
        world.Store.SlowSnapshots = TimeSpan.FromSeconds(5);
        var asked = world.Time.GetUtcNow();
        Assert.All(
            await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Map().Get())), map => Assert.Same(before, map));
        Assert.Equal(asked, world.Time.GetUtcNow());

        await Wait(5);
        Assert.Equal(["S-01"], (await Map().Get())!.Held.ToArray());
        Assert.Equal(2, world.Store.SnapshotLoads);
        Assert.Equal(
            [new SeatChange("S-01", SeatStatus.Held)], (await Map().GetSince(before.Version))!.Changes.ToArray());
    });

    [Fact]
    public void What_an_event_tells_is_not_undone_by_a_comparison_that_began_before() => world.Run(async () =>
    {
        await Map().Get();
        await Wait(Limits.SeatMapTrustSeconds);
        world.Store.SlowSnapshots = TimeSpan.FromSeconds(2);
        await Map().Get();
        await Wait(1);
        await world.Reserve(["S-01"]);
        await world.Deliver(Group);
        Assert.Equal(["S-01"], (await Map().Get())!.Held.ToArray());

        await Wait(2);

        Assert.Equal(["S-01"], (await Map().Get())!.Held.ToArray());
    });

    [Fact]
    public void A_comparison_that_fails_is_made_again_soon_and_the_map_stays() => world.Run(async () =>
    {
        await Map().Get();
        await world.Reserve(["S-01"]);
        world.Store.HideSnapshots = true;
        await Wait(Limits.SeatMapTrustSeconds);
        for (var look = 0; look < 20; look++) Assert.Empty((await Map().Get())!.Held);
        Assert.Equal(2, world.Store.SnapshotLoads);

        world.Store.HideSnapshots = false;
        await Wait(Limits.SeatMapDoubtSeconds);
        await Map().Get();
        await Wait(0.1);
        Assert.Equal(["S-01"], (await Map().Get())!.Held.ToArray());
    });

    [Fact]
    public void A_first_read_that_fails_is_told_and_the_next_look_reads_again() => world.Run(async () =>
    {
        world.Store.HideSnapshots = true;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => Map().Get());
        await world.Reserve(["S-01"]);
        await world.Deliver(Group);

        world.Store.HideSnapshots = false;
        Assert.Equal(["S-01"], (await Map().Get())!.Held.ToArray());
    });

    [Fact]
    public void Of_two_activations_the_one_that_hears_nothing_sees_it_in_the_table() => world.Run(async () =>
    {
        var first = (await Map(0).Get())!;
        var second = new SeatMapCopy((await Map(1).GetSince(""))!);
        Assert.NotEqual(first.Version, second.Version);
        await world.Reserve(["S-01"]);
        await world.Deliver(Group, silo: 0);
        Assert.Equal(["S-01"], (await Map(0).Get())!.Held.ToArray());
        Assert.Empty((await Map(1).Get())!.Held);

        await Wait(Limits.SeatMapTrustSeconds);
        await Map(1).Get();
        await Wait(0.1);

        Assert.Equal(["S-01"], (await Map(1).Get())!.Held.ToArray());
        second.Take((await Map(1).GetSince(second.Version))!);
        second.AssertIs((await Map(1).Get())!);

        // A reader who moves from one to the other gets the whole map.
        Assert.NotNull((await Map(0).GetSince(second.Version))!.Whole);
    });

    [Fact]
    public void Events_that_come_again_or_late_change_no_seat() => world.Run(async () =>
    {
        await Map().Get();
        var (id, _) = await world.Reserve(["S-01"]);
        await world.Reservation(id).Cancel(new(world.UserId));
        await world.Reserve(["S-01"]);
        await world.Deliver(Group);
        var map = (await Map().Get())!;

        await world.Deliver(Group, world.Store.Events.Reverse());
        await world.Deliver(Group);

        Assert.Equal(["S-01"], map.Held.ToArray());
        var update = (await Map().GetSince(map.Version))!;
        Assert.Empty(update.Changes);
        Assert.Equal([world.UserId], update.Fans!.Value.AsEnumerable());
    });

    [Fact]
    public void A_suggestion_that_was_taken_makes_the_map_look_at_the_table_soon() => world.Run(async () =>
    {
        Assert.Equal(["S-00"], (await Suggest()).ToArray());
        await world.Reserve(["S-00"]); // not reported to the map
        await Wait(Limits.SeatMapDoubtSeconds);

        for (var look = 0; look < 5; look++) await Suggest("S-00");
        await Wait(0.1);

        Assert.Equal(2, world.Store.SnapshotLoads);
        Assert.Equal(["S-00"], (await Map().Get())!.Held.ToArray());
    });

    [Fact]
    public void A_suggested_seat_that_was_taken_and_given_back_is_suggested_at_once() => world.Run(async () =>
    {
        Assert.Equal(["S-00"], await Suggest());
        var (id, _) = await world.Reserve(["S-00"]);
        await world.Deliver(Group);
        await world.Reservation(id).Cancel(new(world.UserId));
        await world.Deliver(Group);

        Assert.Equal(["S-00"], await Suggest());
    });

    [Fact]
    public void A_party_gets_the_seats_suggested_to_another_fan_rather_than_split_until_it_has_lost_them()
    {
        using var row = new TwoSilos(seats: 5);
        row.Run(async () =>
        {
            var map = row.Silo(0).GetGrain<ISeatMapGrain>(GrainKeys.Of(row.ScheduleId));
            var wish = new SeatWish("A", 2, []);
            Assert.Equal(["S-00", "S-01"], (await map.Suggest(wish)).ToArray());
            await row.Reserve(["S-03"]);
            await row.Deliver(Group);

            Assert.Equal(["S-00", "S-01"], (await map.Suggest(wish)).ToArray());
            Assert.Equal(["S-02", "S-04"], (await map.Suggest(wish with { Except = ["S-00", "S-01"] })).ToArray());
            Assert.Empty(await map.Suggest(wish with { Except = ["S-00", "S-01"], Together = true }));
        });
    }

    [Fact]
    public void A_schedule_that_is_none_has_no_map() => world.Run(async () =>
    {
        var none = world.Silo(0).GetGrain<ISeatMapGrain>(GrainKeys.Of(Guid.NewGuid()));

        Assert.Null(await none.Get());
        Assert.Null(await none.GetSince("epoch-1"));
        Assert.Empty(await none.Suggest(new SeatWish("A", 1, [])));
    });

    public void Dispose() => world.Dispose();

    private ISeatMapGrain Map(int silo = 0) =>
        world.Silo(silo).GetGrain<ISeatMapGrain>(GrainKeys.Of(world.ScheduleId));

    private async Task<IEnumerable<string>> Suggest(params string[] except) =>
        await Map().Suggest(new SeatWish("A", 1, [.. except]));

    private Task Wait(double seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), world.Time);
}

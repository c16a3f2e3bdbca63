using System.Collections.Immutable;
using Ticketing.Catalog;
using Ticketing.Seats;
using Ticketing.Storage;
using Ticketing.Tests.Support;

namespace Ticketing.Tests.Rules;

public class SeatMapStateTests
{
    private const int Seats = 30;

    [Fact]
    public void The_map_names_what_cannot_be_had_in_the_plans_order()
    {
        var map = Drawn(new("S-03", SeatStatus.Sold, 3), new("S-01", SeatStatus.Held, 2),
            new("S-07", SeatStatus.Blocked, 2), new("S-00", SeatStatus.Sold, 5), new("S-02", SeatStatus.Available, 1));

        var whole = map.Draw();

        Assert.Equal(Seats, whole.SeatCount);
        Assert.Equal(["S-00", "S-03"], whole.Sold.ToArray());
        Assert.Equal(["S-01"], whole.Held.ToArray());
        Assert.Equal(["S-07"], whole.Blocked.ToArray());
    }

    [Fact]
    public void A_seat_of_which_a_newer_version_is_known_stays_as_it_is()
    {
        var map = Drawn(new SeatSnapshot("S-01", SeatStatus.Sold, 3));
        var version = map.Version;

        map.Merge([new("S-01", SeatStatus.Held, 2), new("S-01", SeatStatus.Available, 3)]);

        Assert.Equal(["S-01"], map.Draw().Sold.ToArray());
        Assert.Equal(version, map.Version);
    }

    [Fact]
    public void A_version_names_one_content_and_the_map_of_a_version_is_built_once()
    {
        var map = Drawn();
        var first = map.Draw();
        Assert.Same(first, map.Draw());

        map.Merge([new("S-01", SeatStatus.Held, 2)]);

        var second = map.Draw();
        Assert.NotEqual(first.Version, second.Version);
        Assert.Empty(first.Held);
        map.Merge([new("S-01", SeatStatus.Held, 4)]); // freed and held again: looks the same
        Assert.Same(second, map.Draw());
        Assert.NotEqual(second.Version, new SeatMapState("another", Places(), []).Version);
    }

    [Fact]
    public void An_update_names_the_fans_whose_reservations_changed_since()
    {
        var map = Drawn();
        var (one, two, three) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        var first = map.Version;
        map.Merge(one, [new("S-01", SeatStatus.Held, 2), new("S-02", SeatStatus.Held, 2)]);
        var second = map.Version;
        map.Merge(two, []); // general admission
        map.Merge([new("S-03", SeatStatus.Sold, 3)]); // read from the table before its event comes
        map.Merge(three, [new("S-03", SeatStatus.Sold, 3)]);

        Assert.Equal([one, two, three], map.Since(first).Fans!.Value.AsEnumerable());
        Assert.Equal([two, three], map.Since(second).Fans!.Value.AsEnumerable());
        Assert.Equal([new SeatChange("S-03", SeatStatus.Sold)], map.Since(second).Changes.ToArray());
        Assert.Empty(map.Since(map.Version).Fans!.Value);
    }

    [Fact]
    public void Of_masses_of_reservations_the_fans_of_the_latest_are_named()
    {
        var map = Drawn();
        var first = map.Version;
        for (var fan = 0; fan <= CatalogLimits.RecentFansOfMap; fan++)
            map.Merge(new Guid(fan, 0, 0, new byte[8]), []);

        var named = map.Since(first).Fans!.Value;

        Assert.Equal(CatalogLimits.RecentFansOfMap, named.Length);
        Assert.Equal(new Guid(1, 0, 0, new byte[8]), named[0]);
    }

    [Fact]
    public void Since_its_own_version_nothing_has_changed()
    {
        var map = Drawn(new SeatSnapshot("S-01", SeatStatus.Sold, 3));

        var news = map.Since(map.Version);

        Assert.Equal((map.Version, null), (news.Version, news.Whole));
        Assert.Empty(news.Changes);
    }

    [Fact]
    public void Many_changes_of_a_seat_are_told_as_what_it_is_now()
    {
        var map = Drawn();
        var version = map.Version;

        map.Merge([new("S-05", SeatStatus.Held, 2), new("S-01", SeatStatus.Held, 2), new("S-05", SeatStatus.Sold, 3)]);

        Assert.Equal(
            [new SeatChange("S-01", SeatStatus.Held), new SeatChange("S-05", SeatStatus.Sold)],
            map.Since(version).Changes.ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("epoch")]
    [InlineData("epoch-")]
    [InlineData("epoch--1")]
    [InlineData("epoch-2")]
    [InlineData("epoch-x")]
    [InlineData("epoch-1 ")]
    [InlineData("epoch-99999999999999999999")]
    [InlineData("epochs-1")]
    [InlineData("other-1")]
    public void For_a_version_that_it_never_gave_there_is_the_whole_map(string version)
    {
        var map = Drawn(new SeatSnapshot("S-01", SeatStatus.Sold, 3));
        Assert.Equal("epoch-1", map.Version);

        var news = map.Since(version);

        Assert.Same(map.Draw(), news.Whole);
        Assert.Empty(news.Changes);
    }

    /// <summary>Copies that are updated by deltas, each at its own pace, equal the map.</summary>
    [Fact]
    public void Deltas_of_any_age_are_equal_to_the_whole()
    {
        for (var seed = 1; seed <= 200; seed++)
        {
            var random = new Random(seed);
            var map = Drawn();
            var versions = new long[Seats];
            var copies = Enumerable.Range(0, 3).Select(_ => new SeatMapCopy(map.Since(""))).ToArray();
            for (var step = 0; step < 60; step++)
            {
                map.Merge(Enumerable.Range(0, random.Next(4)).Select(_ => Some(random, versions)).ToArray());
                var copy = copies[random.Next(copies.Length)];
                copy.Take(map.Since(copy.Version));
                copy.AssertIs(map.Draw());
            }
        }
    }

    [Fact]
    public void Suggestions_follow_the_changes()
    {
        var map = Drawn();
        var wish = new SeatWish("A", Seats, []);
        Assert.Equal(Seats, map.Choose(wish, _ => true).Seats.Length);

        map.Merge([new("S-01", SeatStatus.Held, 2), new("S-02", SeatStatus.Held, 2)]);
        Assert.Empty(map.Choose(wish, _ => true).Seats);
        Assert.Equal(Seats - 2, map.Choose(wish with { Quantity = Seats - 2 }, _ => true).Seats.Length);

        map.Merge([new("S-01", SeatStatus.Available, 3), new("S-02", SeatStatus.Sold, 3)]);
        Assert.Equal(Seats - 1, map.Choose(wish with { Quantity = Seats - 1 }, _ => true).Seats.Length);
        Assert.Empty(map.Choose(wish with { Category = "B", Quantity = 1 }, _ => true).Seats);
    }

    [Fact]
    public void A_seat_that_turned_out_to_be_taken_contradicts_a_map_that_has_it_free()
    {
        var map = Drawn(new SeatSnapshot("S-01", SeatStatus.Held, 2));

        Assert.False(map.Contradicts([]));
        Assert.False(map.Contradicts(["S-01", "no seat"]));
        Assert.True(map.Contradicts(["S-01", "S-02"]));
    }

    private static SeatSnapshot Some(Random random, long[] versions)
    {
        var seat = random.Next(Seats);
        // Sometimes a late update, which changes nothing.
        var version = random.Next(4) == 0 ? random.NextInt64(versions[seat] + 1) : ++versions[seat];
        return new SeatSnapshot($"S-{seat:00}", (SeatStatus)random.Next(4), version);
    }

    private static SeatMapState Drawn(params SeatSnapshot[] standings) => new("epoch", Places(), standings);

    private static ImmutableArray<ScheduleSeat> Places() =>
        [.. Enumerable.Range(0, Seats).Select(seat => new ScheduleSeat($"S-{seat:00}", seat, 0, 0, 0, seat, "A"))];
}

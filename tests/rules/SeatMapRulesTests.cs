using Ticketing.Catalog;
using Ticketing.Seats;
using Ticketing.Storage;

namespace Ticketing.Tests.Rules;

public class SeatMapRulesTests
{
    private static readonly SeatStanding[] Taken =
        [new("A-1", SeatStatus.Sold, 3), new("A-2", SeatStatus.Held, 2), new("B-1", SeatStatus.Blocked, 2)];

    [Fact]
    public void The_map_names_what_cannot_be_had()
    {
        var map = SeatMapRules.Draw(10, Taken);

        Assert.Equal(10, map.SeatCount);
        Assert.Equal(["A-1"], map.Sold.ToArray());
        Assert.Equal(["A-2"], map.Held.ToArray());
        Assert.Equal(["B-1"], map.Blocked.ToArray());
    }

    [Fact]
    public void Its_version_is_equal_for_equal_content_only()
    {
        var version = SeatMapRules.Draw(10, Taken).Version;

        Assert.Equal(version, SeatMapRules.Draw(10, [.. Taken]).Version);
        Assert.NotEqual(version, SeatMapRules.Draw(10, [.. Taken.SkipLast(1)]).Version);
        Assert.NotEqual(
            version, SeatMapRules.Draw(10, [Taken[0] with { Status = SeatStatus.Held }, .. Taken[1..]]).Version);
    }
}

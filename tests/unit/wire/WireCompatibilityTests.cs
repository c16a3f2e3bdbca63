namespace Ticketing.Tests.Wire;

/// <summary>Each change that breaks a running cluster or a reader of stored data is found, and no other.</summary>
public sealed class WireCompatibilityTests
{
    private const string Before =
        """
        interface Shop.ISeat version 1
          Claim (Guid) Task<ClaimOutcome>
          Free () Task

        grain seat Shop.ISeat

        type ClaimOutcome
          0 bool IsGranted
          1 string? Reason

        type Failed : ShopException

        enum Status
          0 Free
          1 Sold

        topic seat.sold SeatEvent for map

        body SeatEvent
          seatId string required
          price long

        column orders.lines OrderLine[]
        """;

    [Theory]
    [InlineData("  Free () Task\n", "")]
    [InlineData("Claim (Guid)", "Claim (Guid, int)")]
    [InlineData("Task<ClaimOutcome>", "Task<bool>")]
    [InlineData("  Free () Task", "  Free () Task\n  Sell () Task")]
    [InlineData("version 1", "version 0")]
    [InlineData("interface Shop.ISeat", "interface Shop.IPlace")]
    [InlineData("grain seat Shop.ISeat", "grain place Shop.ISeat")]
    [InlineData("grain seat Shop.ISeat", "grain seat Shop.IPlace")]
    [InlineData("0 bool IsGranted", "2 bool IsGranted")]
    [InlineData("0 bool IsGranted", "0 int IsGranted")]
    [InlineData("1 string? Reason", "1 string? Reason\n  2 string Why")]
    [InlineData("1 string? Reason", "1 string? Reason\n  2 ImmutableArray<int> Seats")]
    [InlineData("type ClaimOutcome", "type ClaimAnswer")]
    [InlineData(": ShopException", "")]
    [InlineData("1 Sold", "1 Held\n  2 Sold")]
    [InlineData("topic seat.sold SeatEvent", "topic seat.bought SeatEvent")]
    [InlineData("topic seat.sold SeatEvent", "topic seat.sold PlaceEvent")]
    [InlineData("price long", "price int")]
    [InlineData("price long", "price long required")]
    [InlineData("price long", "price long\n  row string required")]
    [InlineData("price long", "price long\n  row string")]
    [InlineData("seatId string required", "id string required")]
    [InlineData("OrderLine[]", "Line[]")]
    public void A_change_that_breaks_is_found(string was, string @is) => Assert.NotEmpty(ComplaintsAfter(was, @is));

    [Theory]
    [InlineData("Shop.ISeat version 1", "Shop.ISeat version 2")]
    [InlineData("version 1\n  Claim (Guid)", "version 2\n  Sell () Task\n  Claim (Guid)")]
    [InlineData("Free () Task", "Free () Task read-only")]
    [InlineData("grain seat Shop.ISeat", "grain seat Shop.ISeat, Shop.ITold")]
    [InlineData("0 bool IsGranted", "0 bool Granted")]
    [InlineData("1 string? Reason", "1 string? Reason\n  2 string? Why\n  3 int Times")]
    [InlineData("1 Sold", "1 Sold\n  2 Held")]
    [InlineData("SeatEvent for map", "SeatEvent for map, statistics")]
    [InlineData("seatId string required", "seatId string")]
    [InlineData("price long", "price long\n  row string?")]
    [InlineData("\ncolumn", "\ntype Another\n  0 string Name\n\ncolumn")]
    public void A_change_that_both_can_live_with_passes(string was, string @is) =>
        Assert.Empty(ComplaintsAfter(was, @is));

    private static IEnumerable<string> ComplaintsAfter(string was, string @is)
    {
        Assert.Contains(was, Before, StringComparison.Ordinal);
        return WireCompatibility.Complaints(
            WireList.Parse(Before), WireList.Parse(Before.Replace(was, @is, StringComparison.Ordinal)));
    }
}

using Ticketing.Catalog;
using Ticketing.Storage;

namespace Ticketing.Tests.Rules.Catalog;

public class BestAvailableTests
{
    [Fact]
    public void The_middle_of_the_front_row_comes_first() =>
        Assert.Equal(["0-2", "0-3"], Choose(["......", "......"], 2));

    [Fact]
    public void Seats_side_by_side_further_back_beat_scattered_ones_in_front() =>
        Assert.Equal(["1-2", "1-3", "1-4"], Choose(["..X..", "......."], 3));

    [Fact]
    public void Across_an_aisle_is_not_side_by_side() =>
        Assert.Equal(["1-0", "1-1"], Choose(["XX.|.XX", ".."], 2));

    [Fact]
    public void A_seat_of_another_category_is_not_skipped_over() =>
        Assert.Equal(["1-0", "1-1", "1-2"], Choose([".b..", "..."], 3));

    [Theory]
    // The best two seats of the row would leave a single seat at the left; the two beside them do not.
    [InlineData("X....X", new[] { "0-1", "0-2" })]
    // The same on either side of the aisle; the pair on the right leaves no single seat.
    [InlineData("...|..X", new[] { "0-3", "0-4" })]
    // A single seat is left whatever is chosen.
    [InlineData("X...XX", new[] { "0-2", "0-3" })]
    public void No_single_seat_is_left_behind_where_another_choice_is_as_good(string row, string[] expected) =>
        Assert.Equal(expected, Choose([row], 2));

    [Fact]
    public void A_single_seat_is_left_behind_rather_than_the_fan_moved_far() =>
        Assert.Equal(["0-3", "0-4"], Choose(["XX...XXXX.."], 2));

    [Fact]
    public void One_row_comes_before_one_zone() =>
        Assert.Equal(["1-0", "1-2"], Choose([".X", ".X.", ".X"], 2));

    [Fact]
    public void In_one_row_the_fewest_groups_are_chosen() =>
        Assert.Equal(["1-0", "1-1", "1-3"], Choose([".X.X.", "..X.X"], 3));

    [Fact]
    public void In_one_zone_neighbouring_rows_are_chosen() =>
        Assert.Equal(["3-0", "4-0"], Choose([".X", "XX", "XX", ".X", ".X"], 2));

    [Fact]
    public void A_zone_that_has_enough_comes_before_better_seats_in_two() =>
        Assert.Equal(["2-0", "3-0"], Choose([".X", "/", ".X", ".X"], 2));

    [Fact]
    public void The_best_are_given_when_no_zone_has_enough() =>
        Assert.Equal(["0-0", "2-0"], Choose([".X", "/", ".X", "/", "X."], 2));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(5)]
    [InlineData(int.MaxValue)]
    public void Nothing_is_given_when_there_are_not_that_many(int quantity) =>
        Assert.Empty(Choose(["..", "..bb"], quantity));

    [Fact]
    public void Nothing_is_given_of_an_unknown_category() =>
        Assert.Empty(BestAvailable.Choose(SeatIndex.Of([]), _ => true, "a", 1));

    /// <summary>
    /// Each text is a row: . free, X taken, b free in another category, | an aisle; "/" ends a zone and counts as a row
    /// in the ids, which are row-seat. The front row is the first.
    /// </summary>
    private static string[] Choose(string[] rows, int quantity)
    {
        var seats = new List<ScheduleSeat>();
        var taken = new HashSet<string>();
        int zone = 0, block = 0;
        for (var row = 0; row < rows.Length; row++)
        {
            if (rows[row] == "/")
            {
                zone++;
                continue;
            }
            var middle = (rows[row].Length - 1) / 2.0;
            var number = 0;
            for (var at = 0; at < rows[row].Length; at++)
            {
                if (rows[row][at] == '|')
                {
                    block++;
                    continue;
                }
                var id = $"{row}-{number++}";
                var rank = (row * 100) + (int)Math.Abs((at - middle) * 2);
                var category = rows[row][at] == 'b' ? "b" : "a";
                seats.Add(new ScheduleSeat(id, seats.Count, zone, row, block, rank, category));
                if (rows[row][at] == 'X') taken.Add(id);
            }
            block++;
        }
        return [.. BestAvailable.Choose(SeatIndex.Of(seats), seat => !taken.Contains(seat.SeatId), "a", quantity)];
    }
}

using Ticketing.Catalog;

namespace Ticketing.Tests.Rules.Catalog;

public class BestAvailableTests
{
    [Fact]
    public void The_middle_of_the_front_row_comes_first() =>
        Assert.Equal(["0-2", "0-3"], Choose(["......", "......"], 2));

    [Fact]
    public void Seats_side_by_side_further_back_beat_scattered_ones_in_front() =>
        Assert.Equal(["1-3", "1-4", "1-5"], Choose(["..X..", "........."], 3));

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
    public void A_party_is_seated_up_to_two_rows_further_back_to_leave_no_single_seat()
    {
        Assert.Equal(["1-0", "1-1", "1-2", "1-3", "1-4"], Choose(["......", "....."], 5));
        Assert.Equal(["2-0", "2-1"], Choose(["XX...X", "XXXX", ".."], 2));
        Assert.Equal(["0-2", "0-3"], Choose(["XX...X", "XXXX", "XX", ".."], 2));
    }

    [Fact]
    public void A_party_is_seated_aside_in_its_row_to_leave_no_single_seat() =>
        Assert.Equal(["0-9", "0-10"], Choose(["XX...XXXX.."], 2));

    [Fact]
    public void A_fan_alone_takes_a_single_seat_or_splits_no_pair()
    {
        Assert.Equal(["1-2"], Choose(["....", "XX.X"], 1));
        Assert.Equal(["0-2"], Choose(["......."], 1));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(12)]
    [InlineData(16)]
    [InlineData(20)]
    public void A_row_sells_out_in_pairs(int length)
    {
        var sold = new DrawnHall([new string('.', length)]).SellOut(2);

        Assert.Equal(length / 2, sold.Count);
        Assert.All(sold, pair => Assert.True(pair.IsTogether));
    }

    /// <summary>The rows of a category of a sports hall; four are odd, so two pairs of 155 must split.</summary>
    [Fact]
    public void A_hall_sells_out_in_pairs_of_which_only_those_without_two_seats_together_split()
    {
        int[] rows = [28, 25, 25, 25, 20, 20, 20, 20, 10, 16, 16, 16, 16, 16, 17, 20];
        var sold = new DrawnHall([.. rows.Select(length => new string('.', length))]).SellOut(2);

        Assert.Equal(155, sold.Count);
        Assert.Equal(153, sold.Count(pair => pair.IsTogether));
    }

    [Fact]
    public void A_row_seats_as_many_parties_of_one_size_together_as_fit()
    {
        for (var length = 1; length <= 40; length++)
        {
            for (var quantity = 2; quantity <= Limits.SeatsPerReservation; quantity++)
            {
                var sold = new DrawnHall([new string('.', length)]).SellOut(quantity);
                Assert.Equal(length / quantity, sold.Count(choice => choice.IsTogether));
            }
        }
    }

    [Fact]
    public void One_row_comes_before_one_zone() =>
        Assert.Equal(["1-0", "1-2"], Choose([".X", ".X.", ".X"], 2));

    [Fact]
    public void Two_pairs_in_neighbouring_rows_come_before_four_fans_in_one_row() =>
        Assert.Equal(["1-0", "1-1", "2-0", "2-1"], Choose([".X.X.X.", "..X", "..X"], 4));

    [Fact]
    public void A_party_that_has_to_split_leaves_no_single_seat() =>
        Assert.Equal(["1-0", "1-2", "1-3"], Choose(["..X..", ".X..X"], 3));

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
        Assert.Empty(BestAvailable.Choose(SeatIndex.Of([]), _ => true, "a", 1).Seats);

    private static string[] Choose(string[] rows, int quantity) => [.. new DrawnHall(rows).Choose(quantity).Seats];
}

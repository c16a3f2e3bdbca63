using System.Collections.Immutable;
using Ticketing.Storage;

namespace Ticketing.Catalog;

/// <summary>
/// Chooses the best seats side by side. A choice up to <see cref="EquallyGoodShift"/> seats away from the best one in
/// the same run of free seats counts as equally good; of those it takes the one that leaves the fewest single seats.
/// </summary>
internal static class AdjacentSeats
{
    private const int EquallyGoodShift = 2;

    public static ImmutableArray<string> Choose(CategorySeats category, Func<ScheduleSeat, bool> isFree, int quantity)
    {
        var best = AdjacentChoice.None;
        foreach (var stretch in category.Stretches)
        {
            // The remaining stretches start with worse seats: none of them can be better.
            if ((long)stretch.BestRank * quantity > best.RankSum)
                break;
            if (stretch.Seats.Length >= quantity)
                best = BestOf(stretch, isFree, quantity, best);
        }
        return best.Ids(quantity);
    }

    private static AdjacentChoice BestOf(
        SeatStretch stretch, Func<ScheduleSeat, bool> isFree, int quantity, AdjacentChoice best)
    {
        var seats = stretch.Seats;
        var runStart = 0;
        for (var at = 0; at <= seats.Length; at++)
        {
            if (at < seats.Length && isFree(seats[at]))
                continue;
            if (at - runStart >= quantity)
            {
                var choice = BestOfRun(stretch, runStart, at, quantity);
                best = choice.IsBetterThan(best) ? choice : best;
            }
            runStart = at + 1;
        }
        return best;
    }

    private static AdjacentChoice BestOfRun(SeatStretch stretch, int runStart, int runEnd, int quantity)
    {
        var seats = stretch.Seats.AsSpan(runStart, runEnd - runStart);
        var sum = RankSum(seats[..quantity]);
        var (bestStart, bestSum) = (0, sum);
        for (var start = 1; start + quantity <= seats.Length; start++)
        {
            sum += seats[start + quantity - 1].Rank - seats[start - 1].Rank;
            if (sum < bestSum)
                (bestStart, bestSum) = (start, sum);
        }

        // RankSum stays that of the best start: runs are compared by their best choice.
        var best = new AdjacentChoice(stretch, runStart + bestStart, bestSum, int.MaxValue);
        var shiftedSum = long.MaxValue;
        var last = Math.Min(bestStart + EquallyGoodShift, seats.Length - quantity);
        for (var start = Math.Max(0, bestStart - EquallyGoodShift); start <= last; start++)
        {
            var orphans = (start == 1 ? 1 : 0) + (seats.Length - start - quantity == 1 ? 1 : 0);
            sum = RankSum(seats.Slice(start, quantity));
            if (orphans > best.Orphans || (orphans == best.Orphans && sum >= shiftedSum))
                continue;
            (best, shiftedSum) = (best with { Start = runStart + start, Orphans = orphans }, sum);
        }
        return best;
    }

    private static long RankSum(ReadOnlySpan<ScheduleSeat> seats)
    {
        var sum = 0L;
        foreach (var seat in seats)
            sum += seat.Rank;
        return sum;
    }
}

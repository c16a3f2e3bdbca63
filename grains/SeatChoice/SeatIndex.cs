using System.Collections.Frozen;
using System.Collections.Immutable;
using Ticketing.Storage;

namespace Ticketing.Catalog;

/// <summary>A schedule's seats arranged for <see cref="BestAvailable"/>; immutable.</summary>
public sealed class SeatIndex
{
    private readonly FrozenDictionary<string, CategorySeats> categories;

    private SeatIndex(FrozenDictionary<string, CategorySeats> categories) => this.categories = categories;

    public static SeatIndex Of(IReadOnlyCollection<ScheduleSeat> seats)
    {
        return new SeatIndex(seats
            .GroupBy(seat => seat.Category, StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, CategorySeats.Of, StringComparer.Ordinal));
    }

    /// <summary>Null when no seat has this category.</summary>
    internal CategorySeats? Find(string category) => categories.GetValueOrDefault(category);
}

/// <summary>The seats of one category.</summary>
/// <param name="Rows">In the plan's order; the rows of a zone follow each other.</param>
/// <param name="BestFirst">The same rows by their place.</param>
internal sealed record CategorySeats(ImmutableArray<CategoryRow> Rows, ImmutableArray<CategoryRow> BestFirst)
{
    public static CategorySeats Of(IEnumerable<ScheduleSeat> seats)
    {
        var rows = seats.GroupBy(seat => seat.Row)
            .Select(row => row.OrderBy(seat => seat.Ordinal).ToImmutableArray())
            .OrderBy(row => row[0].Ordinal)
            .ToArray();
        int[] ranks = [.. rows.Select(BestRank).Distinct().Order()];
        ImmutableArray<CategoryRow> placed =
            [.. rows.Select(row => CategoryRow.Of(row, Array.BinarySearch(ranks, BestRank(row))))];
        return new CategorySeats(placed, [.. placed.OrderBy(row => row.Place)]);
    }

    private static int BestRank(ImmutableArray<ScheduleSeat> row) => row.Min(seat => seat.Rank);
}

/// <summary>The seats of one category in one row of the plan.</summary>
/// <param name="Row">See <see cref="ScheduleSeat"/>.</param>
/// <param name="Place">
/// How many better rows the category has, by their best seats; rows that are equally good share a place.
/// </param>
/// <param name="Stretches">In each of them, every seat is beside the next.</param>
internal sealed record CategoryRow(
    int Zone, int Row, int Place, ImmutableArray<ImmutableArray<ScheduleSeat>> Stretches)
{
    public static CategoryRow Of(ImmutableArray<ScheduleSeat> seats, int place) =>
        new(seats[0].Zone, seats[0].Row, place, [.. Split(seats)]);

    /// <summary>Appends the longest possible runs of free seats side by side, in the plan's order.</summary>
    public void AddRuns(List<FreeRun> runs, Func<ScheduleSeat, bool> isFree)
    {
        foreach (var stretch in Stretches)
        {
            var start = 0;
            for (var at = 0; at <= stretch.Length; at++)
            {
                if (at < stretch.Length && isFree(stretch[at])) continue;
                if (at > start) runs.Add(new FreeRun(this, stretch, start, at - start));
                start = at + 1;
            }
        }
    }

    private static IEnumerable<ImmutableArray<ScheduleSeat>> Split(ImmutableArray<ScheduleSeat> seats)
    {
        var start = 0;
        for (var end = 1; end <= seats.Length; end++)
        {
            if (end < seats.Length
                && seats[end - 1].Block == seats[end].Block && seats[end - 1].Ordinal + 1 == seats[end].Ordinal)
                continue;
            yield return seats[start..end];
            start = end;
        }
    }
}

using System.Collections.Immutable;
using Ticketing.Storage;

namespace Ticketing.Catalog;

/// <summary>
/// Chooses free seats for a fan who names a category and a quantity. Preferences in this order: side by side; in one
/// row, in as few groups as possible; in one zone, over as few rows as possible; the best anywhere. Within each, the
/// lowest sum of ranks wins.
/// </summary>
public static class BestAvailable
{
    /// <summary>Exactly <paramref name="quantity"/> seat ids, or none when there are fewer free seats.</summary>
    public static ImmutableArray<string> Choose(
        SeatIndex index, Func<ScheduleSeat, bool> isFree, string category, int quantity)
    {
        if (quantity < 1 || index.Find(category) is not { } seats)
            return [];
        var adjacent = AdjacentSeats.Choose(seats, isFree, quantity);
        return adjacent.IsEmpty ? ScatteredSeats.Choose(seats, isFree, quantity) : adjacent;
    }
}

/// <summary>
/// Chooses seats when the quantity is not free side by side. Free seats that follow each other in the plan's order are
/// in one row or in rows near each other, so it compares all such windows.
/// </summary>
internal static class ScatteredSeats
{
    /// <summary>Larger than any number of rows or groups, so that a window within one row beats every other.</summary>
    private const int OverRows = 1_000_000;

    public static ImmutableArray<string> Choose(CategorySeats category, Func<ScheduleSeat, bool> isFree, int quantity)
    {
        var free = category.InPlanOrder.Where(isFree).ToArray();
        if (free.Length < quantity)
            return [];
        var best = (Scatter: int.MaxValue, RankSum: long.MaxValue, Start: -1);
        var sum = free.Take(quantity - 1).Sum(seat => (long)seat.Rank);
        var groups = Groups(free);
        for (var (start, end) = (0, quantity - 1); end < free.Length; start++, end++)
        {
            sum += free[end].Rank - (start == 0 ? 0 : free[start - 1].Rank);
            if (free[start].Zone != free[end].Zone)
                continue;
            var scatter = free[start].Row == free[end].Row
                ? groups[end] - groups[start]
                : OverRows + free[end].Row - free[start].Row;
            if ((scatter, sum).CompareTo((best.Scatter, best.RankSum)) < 0)
                best = (scatter, sum, start);
        }
        var chosen = best.Start < 0
            ? category.BestFirst.Where(isFree).Take(quantity)
            : free.Skip(best.Start).Take(quantity);
        return [.. chosen.Select(seat => seat.SeatId)];
    }

    /// <summary>For each free seat, the number of its group; a group is a run of seats side by side.</summary>
    private static int[] Groups(ScheduleSeat[] free)
    {
        var groups = new int[free.Length];
        for (var at = 1; at < free.Length; at++)
            groups[at] = groups[at - 1] + (SeatStretch.AreSideBySide(free[at - 1], free[at]) ? 0 : 1);
        return groups;
    }
}

/// <summary>A candidate of seats side by side.</summary>
/// <param name="Start">Index of the first seat in the stretch.</param>
/// <param name="Orphans">Neighbouring free seats that would be left without a free neighbour.</param>
internal readonly record struct AdjacentChoice(SeatStretch? Stretch, int Start, long RankSum, int Orphans)
{
    public static AdjacentChoice None { get; } = new(null, 0, long.MaxValue, int.MaxValue);

    public bool IsBetterThan(AdjacentChoice other)
    {
        return RankSum < other.RankSum || (RankSum == other.RankSum && Orphans < other.Orphans);
    }

    public ImmutableArray<string> Ids(int quantity)
    {
        return Stretch is null ? [] : [.. Stretch.Seats.AsSpan(Start, quantity).ToArray().Select(seat => seat.SeatId)];
    }
}

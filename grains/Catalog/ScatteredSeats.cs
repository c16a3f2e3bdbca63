using System.Collections.Immutable;
using Ticketing.Storage;

namespace Ticketing.Catalog;

/// <summary>
/// Seats for a fan when no such number is free side by side. Free seats that follow each other in the plan's order are
/// in one row or in rows near each other, so every such window is weighed.
/// </summary>
internal static class ScatteredSeats
{
    /// <summary>More than there can be rows or groups: a window within one row beats every other.</summary>
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

    /// <summary>For every free seat the number of its group, where a group is a run of seats side by side.</summary>
    private static int[] Groups(ScheduleSeat[] free)
    {
        var groups = new int[free.Length];
        for (var at = 1; at < free.Length; at++)
            groups[at] = groups[at - 1] + (SeatStretch.AreSideBySide(free[at - 1], free[at]) ? 0 : 1);
        return groups;
    }
}

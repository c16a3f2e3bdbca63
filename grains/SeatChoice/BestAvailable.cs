using System.Collections.Immutable;
using Ticketing.Storage;

namespace Ticketing.Catalog;

/// <summary>
/// Chooses free seats for a fan who names a category and a quantity. The party sits side by side whenever that many
/// seats are free side by side, else in one zone if it can, else in as few groups as possible, over as few rows as
/// possible. Of equally good choices, <see cref="ChoiceCost"/> decides; choices are equally good when their rows are
/// the best one or up to <see cref="EqualRows"/> places behind it.
/// </summary>
public static class BestAvailable
{
    /// <summary>So far behind the best row a fan is seated to leave no single seat.</summary>
    internal const int EqualRows = 2;

    public static SeatArrangement Choose(
        SeatIndex index, Func<ScheduleSeat, bool> isFree, string category, int quantity)
    {
        if (quantity < 1 || index.Find(category) is not { } seats) return SeatArrangement.None;
        return Together(seats, isFree, quantity) ?? SplitParty.Choose(seats, isFree, quantity);
    }

    private static SeatArrangement? Together(CategorySeats seats, Func<ScheduleSeat, bool> isFree, int quantity)
    {
        SeatGroup? best = null;
        var runs = new List<FreeRun>();
        var lastPlace = int.MaxValue;
        foreach (var row in seats.BestFirst)
        {
            if (row.Place > lastPlace) break;
            runs.Clear();
            row.AddRuns(runs, isFree);
            foreach (var run in runs)
            {
                if (run.Length < quantity) continue;
                lastPlace = Math.Min(lastPlace, row.Place + EqualRows);
                var group = run.Best(quantity, quantity);
                if (best is not { } known || group.Cost.CompareTo(known.Cost) < 0) best = group;
            }
        }

        return best is { } chosen ? new SeatArrangement([.. chosen.Ids], IsTogether: true) : null;
    }
}

/// <summary>The seats chosen for a party.</summary>
/// <param name="Seats">In the plan's order; empty when there are not that many free seats.</param>
/// <param name="IsTogether">Whether all of them are side by side.</param>
public sealed record SeatArrangement(ImmutableArray<string> Seats, bool IsTogether)
{
    public static SeatArrangement None { get; } = new([], IsTogether: false);
}

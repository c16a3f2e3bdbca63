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
/// <param name="InPlanOrder">In the plan's order: seats of one row, and rows of one zone, follow each other.</param>
/// <param name="Stretches">Ordered by their best seat.</param>
internal sealed record CategorySeats(
    ImmutableArray<ScheduleSeat> InPlanOrder,
    ImmutableArray<ScheduleSeat> BestFirst,
    ImmutableArray<SeatStretch> Stretches)
{
    public static CategorySeats Of(IEnumerable<ScheduleSeat> seats)
    {
        ImmutableArray<ScheduleSeat> ordered = [.. seats.OrderBy(seat => seat.Ordinal)];
        return new CategorySeats(
            ordered,
            [.. ordered.OrderBy(seat => seat.Rank)],
            [.. Split(ordered).OrderBy(stretch => stretch.BestRank)]);
    }

    private static IEnumerable<SeatStretch> Split(ImmutableArray<ScheduleSeat> ordered)
    {
        var start = 0;
        for (var end = 1; end <= ordered.Length; end++)
        {
            if (end < ordered.Length && SeatStretch.AreSideBySide(ordered[end - 1], ordered[end]))
                continue;
            yield return SeatStretch.Of(ordered[start..end]);
            start = end;
        }
    }
}

/// <summary>A series of seats of one category, each beside the next.</summary>
/// <param name="BestRank">Rank of the best seat.</param>
internal sealed record SeatStretch(ImmutableArray<ScheduleSeat> Seats, int BestRank)
{
    public static SeatStretch Of(ImmutableArray<ScheduleSeat> seats) => new(seats, seats.Min(seat => seat.Rank));

    public static bool AreSideBySide(ScheduleSeat left, ScheduleSeat right)
    {
        return left.Block == right.Block && left.Ordinal + 1 == right.Ordinal;
    }
}

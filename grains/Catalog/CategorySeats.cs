using System.Collections.Immutable;
using Ticketing.Storage;

namespace Ticketing.Catalog;

/// <summary>The seats of one category.</summary>
/// <param name="InPlanOrder">Seats of one row, and rows of one zone, follow each other.</param>
/// <param name="Stretches">The one with the best seat first.</param>
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

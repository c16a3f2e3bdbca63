using System.Collections.Immutable;
using Ticketing.Storage;

namespace Ticketing.Catalog;

/// <summary>Seats of one category side by side, from one to the next.</summary>
/// <param name="BestRank">The rank of the best of them.</param>
internal sealed record SeatStretch(ImmutableArray<ScheduleSeat> Seats, int BestRank)
{
    public static SeatStretch Of(ImmutableArray<ScheduleSeat> seats) => new(seats, seats.Min(seat => seat.Rank));

    public static bool AreSideBySide(ScheduleSeat left, ScheduleSeat right)
    {
        return left.Block == right.Block && left.Ordinal + 1 == right.Ordinal;
    }
}

using System.Collections.Immutable;
using Ticketing.Seats;

namespace Ticketing.Catalog;

public static class SideBySide
{
    /// <summary>Whether all of the seats are side by side; null when that is not known of one of them.</summary>
    public static bool? Are(ImmutableArray<ClaimedSeat> seats)
    {
        if (seats.IsEmpty || seats.Any(seat => seat.Block is null || seat.Ordinal is null)) return null;
        return seats.All(seat => seat.Block == seats[0].Block)
            && seats.Max(seat => seat.Ordinal) - seats.Min(seat => seat.Ordinal) == seats.Length - 1;
    }
}

using System.Collections.Immutable;
using Ticketing.Storage;

namespace Ticketing.Catalog;

/// <summary>
/// Which free seats to offer to a fan who names a category and a number. In this order: side by side; in one row, in as
/// few groups as possible; in one zone, over as few rows as possible; the best wherever they are. Within each the
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

using System.Collections.Frozen;
using Ticketing.Storage;

namespace Ticketing.Catalog;

/// <summary>A schedule's seats arranged for <see cref="BestAvailable"/>; built once, it never changes.</summary>
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

    /// <summary>Null when no seat is of that category.</summary>
    internal CategorySeats? Find(string category) => categories.GetValueOrDefault(category);
}

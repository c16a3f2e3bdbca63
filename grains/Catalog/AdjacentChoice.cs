using System.Collections.Immutable;

namespace Ticketing.Catalog;

/// <summary>Seats side by side that could be offered.</summary>
/// <param name="Start">The first of them in the stretch.</param>
/// <param name="Orphans">Free seats that would be left without a free neighbour, next to them.</param>
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

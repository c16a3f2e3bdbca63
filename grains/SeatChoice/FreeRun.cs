using System.Collections.Immutable;
using Ticketing.Storage;

namespace Ticketing.Catalog;

/// <summary>Free seats of a category side by side, with no further free seat at either end.</summary>
internal readonly record struct FreeRun(
    CategoryRow Row, ImmutableArray<ScheduleSeat> Stretch, int Start, int Length)
{
    public int BestRank
    {
        get
        {
            var best = int.MaxValue;
            foreach (var seat in Stretch.AsSpan(Start, Length)) best = Math.Min(best, seat.Rank);
            return best;
        }
    }

    /// <summary>The best of all groups of <paramref name="size"/> seats in this run.</summary>
    /// <param name="quantity">Seats of the whole party, of which the group may be a part.</param>
    public SeatGroup Best(int size, int quantity)
    {
        var seats = Stretch.AsSpan(Start, Length);
        var sum = 0L;
        foreach (var seat in seats[..size]) sum += seat.Rank;
        var best = new SeatGroup(this, 0, size, Cost(0, size, quantity, sum));
        for (var at = 1; at + size <= Length; at++)
        {
            sum += seats[at + size - 1].Rank - seats[at - 1].Rank;
            var cost = Cost(at, size, quantity, sum);
            if (cost.CompareTo(best.Cost) < 0) best = new SeatGroup(this, at, size, cost);
        }

        return best;
    }

    private ChoiceCost Cost(int before, int size, int quantity, long rankSum)
    {
        var after = Length - before - size;
        var party = Math.Max(quantity, ChoiceCost.UsualParty);
        return new ChoiceCost(
            (before == 1 ? 1 : 0) + (after == 1 ? 1 : 0),
            (Length / party) - (before / party) - (after / party) - (size / party),
            rankSum);
    }
}

/// <summary>Seats side by side within a run.</summary>
/// <param name="At">Number of the run's seats before the first one.</param>
internal readonly record struct SeatGroup(FreeRun Run, int At, int Size, ChoiceCost Cost)
{
    public IEnumerable<string> Ids => Run.Stretch.Skip(Run.Start + At).Take(Size).Select(seat => seat.SeatId);
}

/// <summary>The cost of a choice among those that seat a party equally well; compared member by member.</summary>
/// <param name="Singles">Free seats that are left without a free neighbour.</param>
/// <param name="Parties">
/// By how many fewer parties of the same size could sit together afterwards, apart from this one. Taken from the middle
/// of a row of 8, a pair leaves 3 and 3 seats, where the fourth pair has to split.
/// </param>
/// <param name="RankSum">Of the chosen seats.</param>
internal readonly record struct ChoiceCost(int Singles, int Parties, long RankSum) : IComparable<ChoiceCost>
{
    /// <summary>A fan who comes alone must not split a later pair.</summary>
    public const int UsualParty = 2;

    public static ChoiceCost Most { get; } = new(int.MaxValue, int.MaxValue, long.MaxValue);

    public static ChoiceCost operator +(ChoiceCost left, ChoiceCost right) =>
        new(left.Singles + right.Singles, left.Parties + right.Parties, left.RankSum + right.RankSum);

    public int CompareTo(ChoiceCost other) =>
        (Singles, Parties, RankSum).CompareTo((other.Singles, other.Parties, other.RankSum));
}

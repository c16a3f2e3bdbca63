using System.Runtime.InteropServices;
using Ticketing.Storage;

namespace Ticketing.Catalog;

/// <summary>Chooses seats when no run of free seats is long enough for the party.</summary>
internal static class SplitParty
{
    public static SeatArrangement Choose(CategorySeats seats, Func<ScheduleSeat, bool> isFree, int quantity)
    {
        var runs = new List<FreeRun>();
        foreach (var row in seats.Rows) row.AddRuns(runs, isFree);
        if (runs.Sum(run => run.Length) < quantity) return SeatArrangement.None;

        var all = CollectionsMarshal.AsSpan(runs);
        var windows = Windows(runs, quantity);
        if (windows.Count == 0) return Arranged(Combine(all, Groups(all, quantity)!.Value, quantity)!);

        var (groups, spread) = windows.Min(window => (window.Groups, window.Spread));
        windows.RemoveAll(window => (window.Groups, window.Spread) != (groups, spread));
        var lastPlace = windows.Min(window => window.Place) + BestAvailable.EqualRows;

        Combination? best = null;
        foreach (var window in windows.Where(window => window.Place <= lastPlace).OrderBy(window => window.Place))
        {
            // After the best rows were combined, hardly any others can be better.
            if (best is not null && Least(all[window.Runs], quantity).CompareTo(best.Cost) >= 0) continue;
            var combination = Combine(all[window.Runs], groups, quantity)!;
            if (best is null || combination.Cost.CompareTo(best.Cost) < 0) best = combination;
        }

        return Arranged(best!);
    }

    private static SeatArrangement Arranged(Combination chosen) => new([.. chosen.Ids], IsTogether: false);

    /// <summary>No combination of these runs costs less.</summary>
    private static ChoiceCost Least(ReadOnlySpan<FreeRun> runs, int quantity)
    {
        var rank = int.MaxValue;
        foreach (var run in runs) rank = Math.Min(rank, run.BestRank);
        return new ChoiceCost(0, 0, (long)quantity * rank);
    }

    /// <summary>The fewest groups in which the party can sit; null when the runs have too few seats.</summary>
    private static int? Groups(ReadOnlySpan<FreeRun> runs, int quantity)
    {
        var lengths = new RunLengths(quantity);
        foreach (var run in runs) lengths.Add(run.Length, 1);
        return lengths.Groups();
    }

    /// <summary>
    /// All smallest series of rows of one zone in which the party can sit in as few groups as the zone allows.
    /// </summary>
    private static List<RowWindow> Windows(List<FreeRun> runs, int quantity)
    {
        var windows = new List<RowWindow>();
        for (var zoneStart = 0; zoneStart < runs.Count;)
        {
            var zoneEnd = zoneStart;
            while (zoneEnd < runs.Count && runs[zoneEnd].Row.Zone == runs[zoneStart].Row.Zone) zoneEnd++;
            var zone = CollectionsMarshal.AsSpan(runs)[zoneStart..zoneEnd];
            if (Groups(zone, quantity) is { } groups) AddWindows(windows, zone, zoneStart, groups, quantity);
            zoneStart = zoneEnd;
        }

        return windows;
    }

    /// <summary>Moves both ends forward, so that each run is added and removed once.</summary>
    private static void AddWindows(
        List<RowWindow> windows, ReadOnlySpan<FreeRun> zone, int offset, int groups, int quantity)
    {
        var inside = new RunLengths(quantity);
        for (int start = 0, end = 0; start < zone.Length;)
        {
            while (!(inside.Groups() <= groups))
            {
                if (end == zone.Length) return;
                end = AddRow(zone, end, 1);
            }

            var (first, last) = (zone[start].Row, zone[end - 1].Row);
            windows.Add(new RowWindow(
                (offset + start)..(offset + end), groups, last.Row - first.Row, Math.Min(first.Place, last.Place)));
            start = AddRow(zone, start, -1);
        }

        int AddRow(ReadOnlySpan<FreeRun> zone, int at, int sign)
        {
            for (var row = zone[at].Row; at < zone.Length && ReferenceEquals(zone[at].Row, row); at++)
                inside.Add(zone[at].Length, sign);
            return at;
        }
    }

    /// <summary>
    /// The cheapest way to seat the party in that many groups, one a run; null when there is none. For each number of
    /// groups and seats it keeps the cheapest combination of the runs seen so far.
    /// </summary>
    private static Combination? Combine(ReadOnlySpan<FreeRun> runs, int groups, int quantity)
    {
        var cheapest = new Combination?[groups + 1, quantity + 1];
        cheapest[0, 0] = Combination.Empty;
        var best = new SeatGroup[quantity + 1];
        foreach (var run in runs)
        {
            var longest = Math.Min(run.Length, quantity);
            for (var size = 1; size <= longest; size++) best[size] = run.Best(size, quantity);

            // From many groups to few: a run must not follow itself.
            for (var group = groups; group > 0; group--)
            {
                for (var size = 1; size <= longest; size++)
                {
                    for (var seats = size; seats <= quantity; seats++)
                    {
                        if (cheapest[group - 1, seats - size] is not { } before) continue;
                        var cost = before.Cost + best[size].Cost;
                        if (cheapest[group, seats] is not { } known || cost.CompareTo(known.Cost) < 0)
                            cheapest[group, seats] = new Combination(before, best[size], cost);
                    }
                }
            }
        }

        return cheapest[groups, quantity];
    }

    /// <param name="Runs">Indexes of the runs in these rows.</param>
    /// <param name="Spread">Rows between the first and the last, in the plan's numbers.</param>
    /// <param name="Place">Of the better one of the first and the last row.</param>
    private readonly record struct RowWindow(Range Runs, int Groups, int Spread, int Place);

    /// <summary>Groups of different runs, linked from the last to the first.</summary>
    private sealed record Combination(Combination? Before, SeatGroup? Last, ChoiceCost Cost)
    {
        public static Combination Empty { get; } = new(null, null, default);

        public IEnumerable<string> Ids => Last is { } last ? Before!.Ids.Concat(last.Ids) : [];
    }
}

/// <summary>Runs counted by their length, which decides in how few groups a party can sit in them.</summary>
internal sealed class RunLengths(int quantity)
{
    private readonly int[] counts = new int[quantity + 1];

    public void Add(int length, int times) => counts[Math.Min(length, quantity)] += times;

    /// <summary>Takes the longest runs first; null when all of them together are too short.</summary>
    public int? Groups()
    {
        var (left, groups) = (quantity, 0);
        for (var length = quantity; length > 0 && left > 0; length--)
        {
            var used = Math.Min(counts[length], (left + length - 1) / length);
            left -= used * length;
            groups += used;
        }

        return left > 0 ? null : groups;
    }
}

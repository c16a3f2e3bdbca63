using System.Collections.Immutable;

namespace Ticketing.Catalog;

/// <summary>
/// Ranks the seats: first by the row's distance to the plan's front, then, within a row, by the distance to its middle.
/// Seats equal in both share a rank.
/// </summary>
internal static class SeatRanks
{
    /// <summary>
    /// Decimals of a distance that are compared; the two halves of a symmetric plan differ by rounding errors.
    /// </summary>
    private const int Decimals = 1;

    /// <summary>The rank of each seat in the plan's order, from 0; lower is better.</summary>
    public static ImmutableArray<int> Of(SeatingPlan plan)
    {
        var rows = plan.Zones.SelectMany(zone => zone.Rows).Where(row => row.Seats.Length > 0).ToArray();
        if (rows.Length == 0)
            return [];
        var toFront = RowDistances.Of(plan);
        var distances = rows.SelectMany((row, at) => Distances(row, toFront[at])).ToArray();
        var order = Enumerable.Range(0, distances.Length).OrderBy(seat => distances[seat]).ToArray();
        var ranks = new int[distances.Length];
        for (var place = 1; place < order.Length; place++)
        {
            var isEqual = distances[order[place]] == distances[order[place - 1]];
            ranks[order[place]] = ranks[order[place - 1]] + (isEqual ? 0 : 1);
        }
        return [.. ranks];
    }

    private static IEnumerable<(double ToFront, double ToMiddle)> Distances(PlanRow row, double distance)
    {
        var middle = row.Middle;
        var toFront = Math.Round(distance, Decimals);
        return row.Seats.Select(seat => (toFront, Math.Round(seat.At.DistanceTo(middle), Decimals)));
    }
}

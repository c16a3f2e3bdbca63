using System.Collections.Immutable;

namespace Ticketing.Catalog;

/// <summary>The distance of each row from the front of its plan: what makes a row good.</summary>
public static class RowDistances
{
    /// <summary>For each row with seats, in the plan's order.</summary>
    /// <param name="plan">Has a front.</param>
    public static ImmutableArray<double> Of(SeatingPlan plan)
    {
        var front = plan.Front!.At;
        return
        [
            .. from zone in plan.Zones
               let lines = ZoneLines.Of(zone)
               from row in zone.Rows
               where row.Seats.Length > 0
               select lines.PointOf(row).DistanceTo(front),
        ];
    }
}

/// <summary>
/// The parallel rows of a zone. Rows of a block are of different lengths, often all from one aisle, so their middles
/// are not behind each other: compared by their middles, a long second row could come before the first.
/// </summary>
internal sealed class ZoneLines
{
    /// <summary>How parallel the rows must be, 0 to 1; rows that stand around something are not.</summary>
    private const double Parallel = 0.95;

    /// <summary>Along the rows, of length 1; null when they are not parallel.</summary>
    private readonly PlanPoint? along;

    /// <summary>The middle of the zone in that direction.</summary>
    private readonly double middle;

    private ZoneLines(PlanPoint? along, double middle) => (this.along, this.middle) = (along, middle);

    public static ZoneLines Of(PlanZone zone)
    {
        var rows = zone.Rows.Where(row => row.Seats.Length > 0).ToArray();
        var (sum, length) = (default(PlanPoint), 0.0);
        foreach (var row in rows)
        {
            var line = row.Seats[^1].At - row.Seats[0].At;
            sum += line.Along(sum) < 0 ? -1 * line : line; // some rows are numbered from the other end
            length += line.Length;
        }

        if (length == 0 || sum.Length < Parallel * length)
            return new ZoneLines(null, 0);
        var along = 1 / sum.Length * sum;
        return new ZoneLines(along, rows.SelectMany(row => row.Seats).Average(seat => seat.At.Along(along)));
    }

    /// <summary>
    /// The point of a row that is the nearest to the middle of the zone: the rows of a zone then are behind each other.
    /// The row's middle, when the rows are not parallel.
    /// </summary>
    public PlanPoint PointOf(PlanRow row)
    {
        if (along is not { } direction)
            return row.Middle;
        var (first, last) = (row.Seats[0].At.Along(direction), row.Seats[^1].At.Along(direction));
        var nearest = Math.Clamp(middle, Math.Min(first, last), Math.Max(first, last));
        return row.Middle + ((nearest - row.Middle.Along(direction)) * direction);
    }
}

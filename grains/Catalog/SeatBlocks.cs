namespace Ticketing.Catalog;

/// <summary>
/// Finds the aisles in a zone's rows. Neighbours in a row are side by side unless the distance between them, straight
/// or along a curve, is well above the usual distance in the row.
/// </summary>
internal sealed class SeatBlocks(PlanZone zone)
{
    /// <summary>
    /// Multiple of the usual distance: a rail between two seats does not separate them, a walkway does.
    /// </summary>
    private const double AisleFactor = 1.6;

    /// <summary>
    /// With fewer distances than this, one row alone cannot distinguish an aisle from its usual spacing.
    /// </summary>
    private const int TellingDistances = 3;

    private readonly double usualInZone = LowerMedian(zone.Rows.SelectMany(Distances));

    /// <summary>For each seat of the row, whether it is the first of a block.</summary>
    public bool[] Starts(PlanRow row)
    {
        var distances = Distances(row).ToArray();
        var usual = LowerMedian(distances);
        if (distances.Length < TellingDistances)
            usual = Math.Min(usual, usualInZone);
        var starts = new bool[row.Seats.Length];
        for (var index = 0; index < starts.Length; index++)
            starts[index] = index == 0 || distances[index - 1] > AisleFactor * usual;
        return starts;
    }

    private static IEnumerable<double> Distances(PlanRow row)
    {
        return row.Seats.Zip(row.Seats.Skip(1), (left, right) => left.At.DistanceTo(right.At));
    }

    private static double LowerMedian(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? 0 : sorted[(sorted.Length - 1) / 2];
    }
}

namespace Ticketing.Api;

internal static class SeatIds
{
    /// <summary>General admission has no seat: null in every answer.</summary>
    public static string? OrNull(string seatId) => seatId.Length == 0 ? null : seatId;
}

internal static class SeatLists
{
    /// <summary>Names every seat of the list that is malformed or given twice.</summary>
    public static void Check(FieldProblems errors, ExactText[] seats, int max)
    {
        errors.Require(seats.Length >= 1 && seats.Length <= max, "$.seats", $"must name 1 to {max} seats");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < Math.Min(seats.Length, max); index++)
        {
            var seat = seats[index].Value;
            errors.RequireText($"$.seats[{index}]", seat, Limits.MaxNameLength);
            if (!seen.Add(seat))
                errors.Add($"$.seats[{index}]", "names a seat twice");
        }
    }
}

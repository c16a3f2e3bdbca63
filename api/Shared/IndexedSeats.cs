using Ticketing.Catalog;

namespace Ticketing.Api;

/// <summary>Seats that a request names by their index in the drawing, instead of by their ids.</summary>
internal static class IndexedSeats
{
    /// <summary>Names every index that is given twice, and a missing revision.</summary>
    public static void Check(FieldProblems errors, int[] indexes, string? revision, int max)
    {
        errors.Require(
            indexes.Length >= 1 && indexes.Length <= max, "$.seatIndexes", $"must name 1 to {max} seats");
        var seen = new HashSet<int>();
        for (var at = 0; at < Math.Min(indexes.Length, max); at++)
        {
            if (!seen.Add(indexes[at]))
                errors.Add($"$.seatIndexes[{at}]", "names a seat twice");
        }

        if (revision is null)
            errors.Add("$.planRevision", "must be given with 'seatIndexes': the 'revision' of the drawing");
        else
            errors.RequireText("$.planRevision", revision, Limits.MaxNameLength);
    }

    /// <summary>The ids of the seats; null when there is a problem.</summary>
    /// <param name="plan">Null when there is no such schedule.</param>
    public static ExactText[]? Resolve(PlanLabels? plan, int[] indexes, string revision, out Problem problem)
    {
        problem = Problems.NotFound.At("$.scheduleId", "is the id of no schedule");
        if (plan is null)
            return null;
        problem = Problems.UnknownPlanRevision.At(
            "$.planRevision", "is not the revision of this schedule's drawing");
        if (plan.Revision != revision)
            return null;
        if (Array.FindIndex(indexes, index => index < 0 || index >= plan.SeatCount) is var at and >= 0)
        {
            problem = Problems.UnknownSeat.At(
                $"$.seatIndexes[{at}]", $"must be at least 0 and less than {plan.SeatCount}, the number of seats");
            return null;
        }

        return [.. indexes.Select(index => new ExactText(plan.SeatIds[index]))];
    }
}

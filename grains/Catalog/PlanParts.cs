namespace Ticketing.Catalog;

/// <summary>
/// Counts what a plan is made of. A document within its size can still hold millions of empty rows or areas; reading
/// ends where there are more than any house has.
/// </summary>
internal sealed class PlanParts(PlanErrors errors)
{
    private int count;

    public bool IsFull => count > PlanLimits.MaxParts;

    public void Add(JsonPlace place)
    {
        count++;
        if (IsFull)
            errors.Add(place, $"is one part too many: zones, rows, seats and areas are at most {PlanLimits.MaxParts}");
    }
}

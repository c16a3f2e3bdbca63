namespace Ticketing.Catalog;

/// <summary>What an operator says to put a concert on sale.</summary>
/// <param name="Prices">Points a seat, for every category of the plan.</param>
/// <param name="Plan">Pretix seating plan JSON, UTF-8.</param>
/// <param name="PlanPath">What the paths of the plan's errors begin with: where it stands in what was sent.</param>
public sealed record NewSchedule(
    Guid ConcertId,
    DateTimeOffset StartsAt,
    SaleSettings Settings,
    IReadOnlyDictionary<string, long> Prices,
    ReadOnlyMemory<byte> Plan,
    string PlanPath = "$");

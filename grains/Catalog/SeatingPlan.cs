using System.Collections.Immutable;

namespace Ticketing.Catalog;

/// <summary>A seating plan without fault: at least one seat, every seat id once, every category known.</summary>
/// <param name="Stage">Where everybody looks, when an area of the plan says so.</param>
public sealed record SeatingPlan(
    string Name,
    ImmutableArray<PlanCategory> Categories,
    ImmutableArray<PlanZone> Zones,
    PlanPoint? Stage)
{
    public int SeatCount => Zones.Sum(zone => zone.Rows.Sum(row => row.Seats.Length));
}

using System.Collections.Immutable;

namespace Ticketing.Catalog;

/// <summary>A row of a zone, with its seats in the plan's order.</summary>
/// <param name="Number">As people read it.</param>
public sealed record PlanRow(string Number, ImmutableArray<PlanSeat> Seats);

using System.Collections.Immutable;

namespace Ticketing.Catalog;

/// <summary>A part of the house: stalls, balcony, a section of the bowl.</summary>
public sealed record PlanZone(string Name, ImmutableArray<PlanRow> Rows);

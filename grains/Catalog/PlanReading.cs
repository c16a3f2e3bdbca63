using System.Collections.Immutable;

namespace Ticketing.Catalog;

/// <summary>What came of reading a seating plan: a plan, or at least one error.</summary>
/// <param name="Errors">In the plan's order, at most <see cref="PlanLimits.MaxErrors"/>.</param>
public sealed record PlanReading(SeatingPlan? Plan, ImmutableArray<FieldError> Errors);

namespace Ticketing.Audit;

/// <summary>Something that must be true of the tables at every moment.</summary>
/// <param name="Invariant">Which one of the design it belongs to: I1 to I6.</param>
/// <param name="Says">What must be true.</param>
/// <param name="Offenders">A query of one text column: what it is not true of.</param>
public sealed record AuditCheck(string Invariant, string Says, string Offenders);

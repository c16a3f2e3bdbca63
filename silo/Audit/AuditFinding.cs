using System.Collections.Immutable;

namespace Ticketing.Audit;

/// <summary>What a check has found.</summary>
/// <param name="Violations">How many offend it; 0 when all is well.</param>
/// <param name="Offenders">The first of them, up to <see cref="Auditor.MaxOffenders"/>.</param>
public sealed record AuditFinding(AuditCheck Check, long Violations, ImmutableArray<string> Offenders);

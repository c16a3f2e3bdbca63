namespace Ticketing.Audit;

/// <summary>What an operator reads of an audit.</summary>
public static class AuditReport
{
    /// <summary>A line a check, by invariant; under a violated one a line an offender.</summary>
    public static IEnumerable<string> Lines(IReadOnlyList<AuditFinding> findings)
    {
        foreach (var (check, violations, offenders) in findings.OrderBy(finding => finding.Check.Invariant))
        {
            yield return $"{(violations == 0 ? "ok      " : "VIOLATED")} {check.Invariant} {check.Says}: {violations}";
            foreach (var offender in offenders)
                yield return $"             {offender}";
            if (violations > offenders.Length)
                yield return $"             and {violations - offenders.Length} more";
        }

        var violated = findings.Count(finding => finding.Violations > 0);
        yield return violated == 0
            ? $"All {findings.Count} checks hold."
            : $"{violated} of {findings.Count} checks are violated.";
    }
}

using System.Collections.Immutable;
using System.Data;
using Npgsql;

namespace Ticketing.Store;

/// <summary>
/// Checks the invariants on the live database. All checks read one snapshot, so that concurrent sales cause no false
/// alarms; work in progress is counted in every state that it may have.
/// </summary>
/// <param name="quietSeconds">How long the handling of an event may take after it has left the outbox.</param>
public sealed class Auditor(NpgsqlDataSource dataSource, int quietSeconds = Auditor.QuietSeconds)
{
    public const int MaxOffenders = 20;
    public const int QuietSeconds = 60;

    /// <summary>Long, because a check of a large database reads whole tables.</summary>
    private const int CheckTimeoutSeconds = 600;

    private readonly AuditCheck[] checks = Checks(new Settled(quietSeconds));

    /// <summary>
    /// Returns one finding for each check. Throws <see cref="NpgsqlException"/> when the database fails.
    /// </summary>
    public async Task<IReadOnlyList<AuditFinding>> RunAsync(CancellationToken cancellation = default)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(
            IsolationLevel.RepeatableRead, cancellation);
        await using (var readOnly = new NpgsqlCommand("set transaction read only", connection))
            await readOnly.ExecuteNonQueryAsync(cancellation);
        var findings = new List<AuditFinding>();
        foreach (var check in checks)
            findings.Add(await RunAsync(check, connection, cancellation));
        return findings;
    }

    private static AuditCheck[] Checks(Settled settled) =>
    [
        .. SeatChecks.All, .. ReservationChecks.Holds, .. ReservationChecks.All(settled), .. MoneyChecks.All(settled),
        .. JournalChecks.All(settled), .. EventChecks.All(settled), .. QueueChecks.All, .. StockChecks.All(settled),
    ];

    private static async Task<AuditFinding> RunAsync(
        AuditCheck check, NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
            with offenders (id) as materialized ({check.Offenders})
            select (select count(*) from offenders),
                array(select coalesce(id, '') from offenders order by id limit {MaxOffenders})
            """,
            connection)
        {
            CommandTimeout = CheckTimeoutSeconds,
        };
        await using var row = await command.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        return new AuditFinding(check, row.GetInt64(0), [.. row.GetFieldValue<string[]>(1)]);
    }
}

/// <summary>A condition that must hold for the tables at every moment.</summary>
/// <param name="Invariant">The invariant that it belongs to, such as I1.</param>
/// <param name="Says">The condition, as a sentence for operators.</param>
/// <param name="Offenders">A query of one text column that returns the keys of rows that violate the condition.</param>
public sealed record AuditCheck(string Invariant, string Says, string Offenders);

/// <summary>The result of a check.</summary>
/// <param name="Violations">The number of violations; 0 when the condition holds.</param>
/// <param name="Offenders">The first of them, up to <see cref="Auditor.MaxOffenders"/>.</param>
public sealed record AuditFinding(AuditCheck Check, long Violations, ImmutableArray<string> Offenders);

/// <summary>The text form of an audit, for operators.</summary>
public static class AuditReport
{
    /// <summary>
    /// One line for each check, ordered by invariant; under a violated one, a line for each offender.
    /// </summary>
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

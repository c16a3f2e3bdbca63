using System.Data;
using Npgsql;

namespace Ticketing.Audit;

/// <summary>
/// Asks the live database whether the invariants hold. Everything is read as of one moment, so that what is being sold
/// meanwhile gives no false alarm; what is under way counts as it may be then.
/// </summary>
/// <param name="quietSeconds">How long an event may take that has left the outbox.</param>
public sealed class Auditor(NpgsqlDataSource dataSource, int quietSeconds = Auditor.QuietSeconds)
{
    public const int MaxOffenders = 20;
    public const int QuietSeconds = 60;

    /// <summary>A check of a large database reads whole tables.</summary>
    private const int CheckTimeoutSeconds = 600;

    private readonly AuditCheck[] checks = Checks(new Settled(quietSeconds));

    /// <summary>One finding a check. Throws <see cref="NpgsqlException"/> when it cannot be asked.</summary>
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
        .. SeatChecks.All, .. ReservationChecks.All(settled), .. MoneyChecks.All(settled), .. EventChecks.All(settled),
        .. QueueChecks.All, .. StockChecks.All(settled),
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

using Npgsql;
using Ticketing.Store;

namespace Ticketing.Tests.Support;

/// <summary>The audit of the live database, and checks that only hold for the sales of tests.</summary>
public static class SqlChecks
{
    private static readonly (string Invariant, string Offenders)[] Always =
    [
        ("the purchase limit of the schedule holds for every fan",
            """
            select r.user_id::text from reservations r
            join reservation_seats rs on rs.reservation_id = r.id
            join schedules s on s.id = r.schedule_id
            where r.status in (0, 1, 2)
            group by r.user_id, r.schedule_id, s.seats_per_fan having count(*) > s.seats_per_fan
            """),
    ];

    private static readonly (string Invariant, string Offenders)[] AtRest =
    [
        ("at rest no hold is past its time",
            "select id::text from reservations where status = 0 and expires_at < now()"),
        ("at rest no payment is in flight", "select id::text from reservations where status = 1"),
        ("at rest no refund is owed", "select reservation_id::text from payments where status = 4"),
        ("at rest no order is in progress", "select id::text from orders where status not in (5, 6, 9)"),
        ("at rest no fan is present after the end of the turn",
            """
            select p.schedule_id::text || ' ' || p.number from queue_places p join queues q using (schedule_id)
            where q.enabled and p.until < now()
            """),
    ];

    /// <summary>Checked only where a journal keeps every event; see <see cref="PostgresDatabase"/>.</summary>
    private static readonly (string Invariant, string Offenders) Announced = (
        "I4: the first event of a reservation, and no other, is its creation; the last one is its status",
        """
        select r.id::text from reservations r
        left join (select key, array_agg(topic order by id) as topics from outbox_journal
            where topic like 'reservation.%' and topic <> 'reservation.changed' group by key) o
            on o.key = r.id::text
        where o.topics[1] is distinct from 'reservation.created'
            or array_position(o.topics, 'reservation.created', 2) is not null
            or o.topics[cardinality(o.topics)] is distinct from case r.status
                when 2 then 'reservation.confirmed' when 3 then 'reservation.cancelled'
                when 4 then 'reservation.expired' when 0 then 'reservation.created'
                else o.topics[cardinality(o.topics)] end
        """);

    /// <summary>The violated invariants, with some of the offenders; empty when there are none.</summary>
    /// <param name="atRest">Whether no work may be in progress any more.</param>
    public static async Task<IReadOnlyList<string>> ViolationsAsync(string connectionString, bool atRest)
    {
        await using var dataSource = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false });
        var auditor = new Auditor(dataSource, atRest ? 0 : Auditor.QuietSeconds);
        List<string> violations =
        [
            .. (await auditor.RunAsync())
                .Where(finding => finding.Violations > 0)
                .Select(finding => Text(
                    $"{finding.Check.Invariant}: {finding.Check.Says}", finding.Violations, finding.Offenders)),
        ];
        (string Invariant, string Offenders)[] checks = atRest ? [.. Always, .. AtRest] : Always;
        await using var journal = dataSource.CreateCommand("select to_regclass('outbox_journal') is not null");
        if ((bool)(await journal.ExecuteScalarAsync())!)
            checks = [.. checks, Announced];
        foreach (var (invariant, sql) in checks)
        {
            await using var command = dataSource.CreateCommand($"select array({sql})");
            var offenders = (string[])(await command.ExecuteScalarAsync())!;
            if (offenders.Length > 0)
                violations.Add(Text(invariant, offenders.Length, offenders));
        }

        return violations;
    }

    /// <summary>
    /// Waits until no work is in progress; fails if that does not happen, or if an invariant is violated then.
    /// </summary>
    public static async Task AssertRestsAsync(string connectionString)
    {
        await Wait.For(() => ViolationsAsync(connectionString, atRest: true), left => left.Count == 0);
    }

    private static string Text(string invariant, long count, IEnumerable<string> offenders) =>
        $"{invariant}: {count}, such as {string.Join(", ", offenders.Take(3))}";
}

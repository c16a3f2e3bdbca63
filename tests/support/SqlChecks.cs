using System.Diagnostics;
using Npgsql;
using Ticketing.Audit;

namespace Ticketing.Tests.Support;

/// <summary>The audit of the live database, and what only holds of the sales of tests.</summary>
public static class SqlChecks
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

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
        ("at rest no order is under way", "select id::text from orders where status not in (5, 6, 9)"),
        ("at rest nobody is present past their time",
            """
            select p.schedule_id::text || ' ' || p.number from queue_places p join queues q using (schedule_id)
            where q.enabled and p.until < now()
            """),
    ];

    /// <summary>Asked where every event is written down; see <see cref="PostgresDatabase"/>.</summary>
    private static readonly (string Invariant, string Offenders) Announced = (
        "I4: a reservation announces its beginning once and first, and as the last what it is",
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

    /// <summary>What is violated, with some of the offenders; empty when all is well.</summary>
    /// <param name="atRest">Whether nothing may be under way any more.</param>
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

    /// <summary>Waits until nothing is under way any more, and fails if that never comes with all in order.</summary>
    public static async Task AssertRestsAsync(string connectionString)
    {
        var waited = Stopwatch.StartNew();
        while (await ViolationsAsync(connectionString, atRest: true) is { Count: > 0 } left)
        {
            if (waited.Elapsed > Patience) Assert.Empty(left);
            await Task.Delay(100);
        }
    }

    private static string Text(string invariant, long count, IEnumerable<string> offenders) =>
        $"{invariant}: {count}, such as {string.Join(", ", offenders.Take(3))}";
}

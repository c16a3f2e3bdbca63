using Dapper;
using Npgsql;

namespace Ticketing.Tests.Support;

/// <summary>The invariants of design section 1 as far as tables show them, asked of the live database.</summary>
public static class SqlChecks
{
    private static readonly (string Invariant, string Offenders)[] Always =
    [
        ("I1: a taken seat belongs to a live reservation that has it",
            """
            select s.seat_id from seats s
            left join reservations r on r.id = s.reservation_id and r.status in (0, 1, 2)
            left join reservation_seats rs on rs.reservation_id = r.id and rs.seat_id = s.seat_id
            where s.status in (1, 2) and rs.seat_id is null
            """),
        ("I1: a seat is in at most one live reservation",
            """
            select rs.seat_id from reservation_seats rs
            join reservations r on r.id = rs.reservation_id and r.status in (0, 1, 2)
            group by rs.schedule_id, rs.seat_id having count(*) > 1
            """),
        ("I3: every seat of a live reservation is held or sold as its status says",
            """
            select r.id::text || ' ' || rs.seat_id from reservations r
            join reservation_seats rs on rs.reservation_id = r.id
            left join seats s on s.schedule_id = rs.schedule_id and s.seat_id = rs.seat_id
                and s.reservation_id = r.id and s.status = case r.status when 2 then 2 else 1 end
            where r.status in (0, 1, 2) and s.seat_id is null
            """),
        ("I2: a balance is the sum of its ledger",
            """
            select coalesce(b.user_id, l.user_id)::text from balances b
            full join (select user_id, sum(amount) as total from ledger group by user_id) l using (user_id)
            where b.balance is distinct from l.total
            """),
        ("I2: a balance is never negative", "select user_id::text from balances where balance < 0"),
        ("I2: a confirmed reservation is debited exactly once, one that ended nets to nothing",
            """
            select r.id::text from reservations r
            left join (select reservation_id, sum(amount) as net, count(*) as entries
                       from ledger where kind <> 3 group by reservation_id) l on l.reservation_id = r.id
            join payments p on p.reservation_id = r.id
            where (r.status = 2 and (l.net is distinct from -r.amount or l.entries <> 1))
               or (r.status in (0, 4) and coalesce(l.net, 0) <> 0)
               or (r.status = 3 and p.status in (3, 5) and coalesce(l.net, 0) <> 0)
            """),
        ("the purchase limit of the schedule holds for every fan",
            """
            select r.user_id::text from reservations r
            join reservation_seats rs on rs.reservation_id = r.id
            join schedules s on s.id = r.schedule_id
            where r.status in (0, 1, 2)
            group by r.user_id, r.schedule_id, s.seats_per_fan having count(*) > s.seats_per_fan
            """),
        ("I3: a reservation and its payment agree",
            """
            select r.id::text from reservations r
            left join payments p on p.reservation_id = r.id and p.amount = r.amount and p.user_id = r.user_id
            where (r.status, p.status) not in ((0, 0), (1, 1), (2, 2), (4, 3), (3, 3), (3, 4), (3, 5))
               or p.status is null
            """),
        ("I3: a reservation costs what its seats cost",
            """
            select r.id::text from reservations r
            left join reservation_seats rs on rs.reservation_id = r.id
            group by r.id having r.amount is distinct from sum(rs.price)
            """),
        ("I4: whatever has no event on its way any more stands in the read model as in the tables",
            """
            select r.id::text from reservations r
            left join reservation_details d on d.reservation_id = r.id
            where (r.version, r.status) is distinct from (d.reservation_version, d.status)
                and not exists (select from outbox o where o.key = r.id::text)
            """),
    ];

    /// <summary>Asked where every event is written down; see <see cref="PostgresDatabase"/>.</summary>
    private static readonly (string Invariant, string Offenders) Announced = (
        "I4: a reservation announces its beginning and its end once, in order",
        """
        select r.id::text from reservations r
        left join (select key, array_agg(topic order by id) as topics from outbox_journal
            where topic <> 'reservation.changed' group by key) o
            on o.key = r.id::text
        where o.topics is distinct from case r.status
            when 0 then array['reservation.created'] when 1 then array['reservation.created']
            when 2 then array['reservation.created', 'reservation.confirmed']
            when 4 then array['reservation.created', 'reservation.expired']
            else case when o.topics[2] = 'reservation.confirmed'
                then array['reservation.created', 'reservation.confirmed', 'reservation.cancelled']
                else array['reservation.created', 'reservation.cancelled'] end
            end
        """);

    private static readonly (string Invariant, string Offenders)[] AtRest =
    [
        ("at rest no hold is past its time",
            "select id::text from reservations where status = 0 and expires_at < now()"),
        ("at rest no payment is in flight", "select id::text from reservations where status = 1"),
        ("at rest no refund is owed", "select reservation_id::text from payments where status = 4"),
        ("I4: nothing was given up",
            "select group_name || ' ' || event_id from dead_letters where replayed_at is null"),
        ("I4: with no event on its way any more, every one was counted once",
            """
            select coalesce(r.schedule_id, s.schedule_id)::text
            from (select schedule_id, count(*) as reserved,
                    count(*) filter (where status = 4) as expired, count(*) filter (where status = 3) as cancelled
                from reservations group by schedule_id) r
            full join schedule_statistics s using (schedule_id)
            where (coalesce(r.reserved, 0), coalesce(r.expired, 0), coalesce(r.cancelled, 0))
                    is distinct from (s.reserved, s.expired, s.cancelled)
                and not exists (select from outbox)
            """),
    ];

    /// <summary>What is violated, with some of the offenders; empty when all is well.</summary>
    /// <param name="atRest">Whether nothing may be under way any more.</param>
    public static async Task<IReadOnlyList<string>> ViolationsAsync(string connectionString, bool atRest)
    {
        var violations = new List<string>();
        await using var connection = new NpgsqlConnection(connectionString);
        (string Invariant, string Offenders)[] checks = atRest
            ? [.. Always, .. SqlQueueChecks.Always, .. AtRest, .. SqlQueueChecks.AtRest]
            : [.. Always, .. SqlQueueChecks.Always];
        if (await connection.ExecuteScalarAsync<bool>("select to_regclass('outbox_journal') is not null"))
            checks = [.. checks, Announced];
        foreach (var (invariant, sql) in checks)
        {
            var offenders = (await connection.QueryAsync<string>(sql)).ToArray();
            if (offenders.Length > 0)
                violations.Add($"{invariant}: {offenders.Length}, such as {string.Join(", ", offenders.Take(3))}");
        }

        return violations;
    }
}

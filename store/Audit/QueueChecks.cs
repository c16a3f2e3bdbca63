using Ticketing.Queues;

namespace Ticketing.Store;

/// <summary>
/// I5 as far as tables show it. The order of a draw is not in the tables, so fans with drawn numbers are only counted.
/// </summary>
internal static class QueueChecks
{
    public static readonly AuditCheck[] All =
    [
        new("I5", "never more fans are present than may be",
            """
            select p.schedule_id::text from queue_places p join queues q using (schedule_id)
            where p.status in (1, 2) group by p.schedule_id, q.most_active having count(*) > q.most_active
            """),
        new("I5", "every number given belongs to a fan who waits, is present, was served or has left",
            """
            select q.schedule_id::text from queues q left join lateral (
                select count(*) filter (where status = 0) as waiting,
                    count(*) filter (where status in (1, 2)) as present,
                    count(*) filter (where status = 3) as served,
                    count(*) filter (where status in (4, 5, 6, 7)) as abandoned
                from queue_places p where p.schedule_id = q.schedule_id) p on true
            where q.last_number <> q.waiting + p.present + q.served + q.abandoned
               or q.waiting <> p.waiting or q.served < p.served or q.abandoned < p.abandoned
            """),
        new("I5", "no place has a number that was not given",
            """
            select p.schedule_id::text || ' ' || p.number from queue_places p
            left join queues q using (schedule_id)
            where q.last_number is null or p.number > q.last_number
            """),
        new("I5", "no fan is served before their turn",
            $"""
            select p.schedule_id::text || ' ' || p.number from queue_places p join queues q using (schedule_id)
            where p.status in ({HadTheirTurn}) and p.number > q.admitted_through
                and p.number > coalesce(q.drawn_entries, 0)
            """),
        new("I5", "no waiting fan is passed over",
            """
            select p.schedule_id::text || ' ' || p.number from queue_places p join queues q using (schedule_id)
            where p.status = 0 and p.number <= q.admitted_through
                and (p.number > coalesce(q.drawn_entries, 0) or q.admitted_through >= q.drawn_entries)
            """),
        new("I5", "of those who were drawn no more had their turn than turns have come",
            $"""
            select q.schedule_id::text from queues q join queue_places p using (schedule_id)
            where p.number <= q.drawn_entries and p.status in ({HadTheirTurn})
            group by q.schedule_id, q.admitted_through having count(*) > q.admitted_through
            """),
        new("I5", "no fan is admitted before the draw",
            """
            select schedule_id::text from queues where draws and drawn_entries is null and admitted_through > 0
            """),
        new("I5", "no fan reserves without having been admitted",
            """
            select r.id::text from reservations r
            left join queues q using (schedule_id)
            left join queue_places p on p.schedule_id = r.schedule_id and p.user_id = r.user_id
            where r.queue_number is not null and (
                (q.places_removed_at is null and (p.number is null or p.number < r.queue_number))
                or (p.number = r.queue_number and p.status in (0, 1, 5))
                or (r.queue_number > q.admitted_through and r.queue_number > coalesce(q.drawn_entries, 0)))
            """),
        new("I5", "no place was given more time to take its turn than the queue allowed",
            $"""
            select p.schedule_id::text || ' ' || p.number from queue_places p join queues q using (schedule_id)
            where p.more_times_of = p.number and octet_length(p.more_times) / 16 >
                coalesce(q.most_more_times, q.more_times, {QueueSettings.DefaultMoreTimes})
            """),
        new("I5", "places are removed only after the event has begun",
            """
            select q.schedule_id::text from queues q join schedules s on s.id = q.schedule_id
            where q.places_removed_at < s.starts_at
            """),
    ];

    /// <summary>
    /// Admitted, Active and the states that follow them; not Left, which waiting fans can become, too.
    /// </summary>
    private const string HadTheirTurn = "1, 2, 3, 5, 6, 7";
}

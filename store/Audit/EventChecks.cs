namespace Ticketing.Store;

/// <summary>
/// I4 as far as tables show it, by the effects of events: an event that is neither in flight nor a dead letter has
/// taken effect.
/// </summary>
internal static class EventChecks
{
    public static AuditCheck[] All(Settled settled) =>
    [
        new("I4", "the read model has what reservations have become",
            $"""
            select r.id::text from reservations r
            join payments p on p.reservation_id = r.id
            left join reservation_details d on d.reservation_id = r.id
            where (d.reservation_version, d.status, d.payment_version, d.payment_status)
                    is distinct from (r.version, r.status, p.version, p.status)
                and {settled.Reservation} and not exists (select from read_model_rebuild)
            """),
        new("I4", "every reservation is counted once",
            $"""
            select s.schedule_id::text from schedule_statistics s
            join (select schedule_id, count(*) as made, max(created_at) as newest from reservations
                  group by schedule_id) r using (schedule_id)
            where s.reserved <> r.made and r.newest <= {settled.Moment}
                and not exists (select from outbox where topic = 'reservation.created')
                and not exists (select from dead_letters where group_name = 'statistics')
            """),
        // A late payer's reservation with an offer of other seats counts as expired until the offer is accepted or
        // over.
        new("I4", "every reservation that has ended is counted as what it is",
            $"""
            select s.schedule_id::text from schedule_statistics s
            join (select r.schedule_id, count(*) filter (where r.status = 3) as cancelled,
                      count(*) filter (where r.status = 4 or (r.status, p.status) = (1, 2)) as expired,
                      max(r.updated_at) as newest
                  from reservations r join payments p on p.reservation_id = r.id group by r.schedule_id) r
                using (schedule_id)
            where (s.cancelled, s.expired) <> (r.cancelled, r.expired) and r.newest <= {settled.Moment}
                and not exists (select from outbox where topic like 'reservation.%')
                and not exists (select from dead_letters where group_name = 'statistics')
            """),
        new("I4", "the revenue is what was paid for sold reservations",
            $"""
            select s.schedule_id::text from schedule_statistics s
            join (select r.schedule_id, coalesce(sum(p.charged) filter (where r.status = 2), 0) as paid,
                      max(r.updated_at) as newest
                  from reservations r join payments p on p.reservation_id = r.id group by r.schedule_id) r
                using (schedule_id)
            where s.revenue <> r.paid and r.newest <= {settled.Moment}
                and not exists (select from outbox where topic like 'reservation.%')
                and not exists (select from dead_letters where group_name = 'statistics')
            """),
        new("I4", "an order that has not ended has an event on its way",
            $"""
            select o.id::text from orders o
            where o.status not in (5, 6, 9) and {settled.Order}
                and o.updated_at <= {settled.Moment} - make_interval(secs => {Limits.LostOrderSeconds}
                    + case o.status when 7 then {Limits.OfferSeconds} else 0 end)
            """),
    ];
}

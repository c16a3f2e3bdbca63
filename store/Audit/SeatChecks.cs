namespace Ticketing.Store;

/// <summary>I1, the seats of I3, and I7: the purchase limit.</summary>
internal static class SeatChecks
{
    public static readonly AuditCheck[] All =
    [
        new("I1", "a taken seat belongs to a live reservation that has it",
            """
            select s.schedule_id || ' ' || s.seat_id from seats s
            left join reservations r on r.id = s.reservation_id and r.status in (0, 1, 2)
            left join reservation_seats rs on rs.reservation_id = r.id and rs.seat_id = s.seat_id
            where s.status in (1, 2) and rs.seat_id is null
            """),
        new("I1", "a seat is in at most one live reservation",
            """
            select rs.schedule_id || ' ' || rs.seat_id from reservation_seats rs
            join reservations r on r.id = rs.reservation_id and r.status in (0, 1, 2)
            where rs.seat_id <> ''
            group by rs.schedule_id, rs.seat_id having count(*) > 1
            """),
        new("I1", "no two sold reservations have tickets for one seat",
            """
            select t.schedule_id || ' ' || t.seat_id from tickets t
            join reservations r on r.id = t.reservation_id and r.status = 2
            where t.seat_id <> '' and not t.is_cancelled
            group by t.schedule_id, t.seat_id having count(*) > 1
            """),
        new("I1", "a seat that is to be blocked when it comes back has not gone to a later reservation",
            """
            select s.schedule_id || ' ' || s.seat_id from seats s
            left join reservations r on r.id = s.reservation_id
            where s.block_wanted_at is not null and (s.status not in (1, 2) or r.created_at > s.block_wanted_at)
            """),
        new("I3", "every seat of a live reservation is held or sold as its status says",
            """
            select r.id || ' ' || rs.seat_id from reservations r
            join reservation_seats rs on rs.reservation_id = r.id and rs.seat_id <> ''
            left join seats s on s.schedule_id = rs.schedule_id and s.seat_id = rs.seat_id
                and s.reservation_id = r.id and s.status = case r.status when 2 then 2 else 1 end
            where r.status in (0, 1, 2) and s.seat_id is null
            """),
        new("I7", "no fan has more seats than the limit allowed when the last of them were taken",
            """
            select f.schedule_id || ' ' || f.user_id from fan_limits f
            join (select r.schedule_id, r.user_id, count(*) as seats from reservations r
                  join reservation_seats o on o.reservation_id = r.id
                  where r.status in (0, 1, 2) group by r.schedule_id, r.user_id) h
                on h.schedule_id = f.schedule_id and h.user_id = f.user_id
            where h.seats > f.seats_per_fan
            """),
    ];
}

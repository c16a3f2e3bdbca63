namespace Ticketing.Audit;

/// <summary>I1 and I3: seats, and reservations that agree with all that belongs to them.</summary>
internal static class SeatChecks
{
    public static AuditCheck[] All(Settled settled) =>
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
        new("I3", "every seat of a live reservation is held or sold as its status says",
            """
            select r.id || ' ' || rs.seat_id from reservations r
            join reservation_seats rs on rs.reservation_id = r.id and rs.seat_id <> ''
            left join seats s on s.schedule_id = rs.schedule_id and s.seat_id = rs.seat_id
                and s.reservation_id = r.id and s.status = case r.status when 2 then 2 else 1 end
            where r.status in (0, 1, 2) and s.seat_id is null
            """),
        // Paying and paid: other seats are offered. Expired while a debit is under way: it is late.
        new("I3", "a reservation and its payment agree",
            """
            select r.id::text from reservations r
            left join payments p on p.reservation_id = r.id and p.amount = r.amount and p.user_id = r.user_id
            where (r.status, p.status) not in (
                    (0, 0), (1, 1), (1, 2), (2, 2), (4, 1), (4, 3), (4, 4), (4, 5), (3, 3), (3, 4), (3, 5))
                or p.status is null or p.charged > p.amount
            """),
        new("I3", "a reservation costs what its seats cost",
            """
            select r.id::text from reservations r
            left join reservation_seats rs on rs.reservation_id = r.id
            group by r.id having r.amount is distinct from sum(rs.price)
            """),
        // A process from before the orders may sell without one, while they are replaced one by one.
        new("I3", "a reservation and the order that pays for it agree",
            $"""
            select r.id::text from reservations r
            join payments p on p.reservation_id = r.id and p.order_id is not null
            left join orders o on o.id = p.order_id
            where o.reservation_id <> r.id or o.user_id <> r.user_id or o.amount <> r.amount
                or (r.status = 2 and (o.id is null or o.status = 0))
                or (r.status = 2 and o.status in (6, 9) and {settled.Order})
            """),
        new("I3", "a sold reservation whose order is complete has a ticket for each of its seats",
            """
            select r.id::text from reservations r
            join payments p on p.reservation_id = r.id
            join orders o on o.id = p.order_id and o.status = 5
            where r.status = 2 and exists (
                (select ordinal, seat_id, category from reservation_seats where reservation_id = r.id
                 except
                 select ordinal, seat_id, category from tickets
                 where reservation_id = r.id and order_id = o.id and not is_cancelled)
                union all
                (select ordinal, seat_id, category from tickets where reservation_id = r.id and not is_cancelled
                 except all
                 select ordinal, seat_id, category from reservation_seats where reservation_id = r.id))
            """),
        new("I3", "a reservation that has ended has no tickets",
            $"""
            select r.id::text from reservations r
            join payments p on p.reservation_id = r.id
            where r.status in (3, 4) and {settled.Reservation}
                and exists (select from tickets t where t.reservation_id = r.id and not t.is_cancelled)
            """),
    ];
}

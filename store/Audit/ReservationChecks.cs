using Ticketing.Reservations;

namespace Ticketing.Store;

/// <summary>I3: reservations agree with their payments, orders and tickets.</summary>
internal static class ReservationChecks
{
    private const string RenewalsMade =
        "select coalesce(array_length(string_to_array(nullif(r.renewals, ''), ' '), 1), 0)";

    public static readonly AuditCheck[] Holds =
    [
        new("I3", "a hold has no more renewals than it may have, and none that ends after the event has begun",
            $"""
            select r.id::text from reservations r join schedules s on s.id = r.schedule_id
            cross join lateral ({RenewalsMade}) of (made)
            where of.made > r.renewals_allowed
                or r.renewals_allowed > {HoldLimits.MaxRenewals}
                or (r.renewals_allowed > 0 and r.created_at
                    + make_interval(secs => (1 + r.renewals_allowed) * coalesce(r.hold_seconds, 0))
                    > least(s.starts_at, r.created_at + interval '{HoldLimits.MaxHeldSeconds} seconds'))
            """),
        // A payment in flight keeps the deadline of the hold apart; an offer has a deadline of its own.
        new("I3", "a live hold ends after the time that it got, once for itself and once for each renewal",
            $"""
            select r.id::text from reservations r join payments p on p.reservation_id = r.id
            cross join lateral ({RenewalsMade}) of (made)
            where (r.status, p.status) in ((0, 0), (1, 1)) and r.hold_seconds is not null
                and coalesce(r.held_until, r.expires_at)
                    <> r.created_at + make_interval(secs => (1 + of.made) * r.hold_seconds)
            """),
    ];

    public static AuditCheck[] All(Settled settled) =>
    [
        // Paying with a paid payment: other seats are offered. Expired with a debit in progress: the payment is late.
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
        // During an upgrade, a process of a version without orders may sell without one.
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
        new("I3", "the reservation of a used ticket is paid, and not cancelled or refunded",
            """
            select t.id::text from tickets t
            left join reservations r on r.id = t.reservation_id
            left join payments p on p.reservation_id = t.reservation_id
            where t.used_at is not null and (r.status, p.status) is distinct from (2, 2)
            """),
        new("I3", "a cancelled ticket was not used",
            "select id::text from tickets where is_cancelled and used_at is not null"),
        new("I3", "a reservation that has ended has no tickets",
            $"""
            select r.id::text from reservations r
            join payments p on p.reservation_id = r.id
            where r.status in (3, 4) and {settled.Reservation}
                and exists (select from tickets t where t.reservation_id = r.id and not t.is_cancelled)
            """),
    ];
}

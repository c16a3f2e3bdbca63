namespace Ticketing.Store;

/// <summary>I6: stock and the uses of coupons.</summary>
internal static class StockChecks
{
    public static AuditCheck[] All(Settled settled) =>
    [
        new("I6", "no more is allocated and sold than there is",
            """
            select schedule_id || ' ' || category from stock
            where allocated + sold > capacity or allocated < 0 or sold < 0
            """),
        new("I6", "stock counts what was taken of it",
            """
            select schedule_id || ' ' || category from stock s
            full join (
                select schedule_id, category, coalesce(sum(quantity) filter (where status = 0), 0) as allocated,
                    coalesce(sum(quantity) filter (where status = 1), 0) as sold
                from stock_takes group by schedule_id, category) t using (schedule_id, category)
            where s.capacity is null or s.allocated <> coalesce(t.allocated, 0) or s.sold <> coalesce(t.sold, 0)
            """),
        new("I6", "what is sold are tickets that were issued and not cancelled",
            $"""
            select coalesce(s.reservation_id, t.reservation_id) || ' ' || coalesce(s.category, t.category) from (
                select reservation_id, category, sum(quantity) as quantity from stock_takes where status = 1
                group by reservation_id, category) s
            full join (
                select reservation_id, category, count(*) as quantity from tickets where not is_cancelled
                group by reservation_id, category) t
                on t.reservation_id = s.reservation_id and t.category = s.category
            left join reservations r on r.id = coalesce(s.reservation_id, t.reservation_id)
            left join payments p on p.reservation_id = r.id
            left join orders o on o.id = p.order_id
            where s.quantity is distinct from t.quantity and (r.id is null or {settled.Reservation})
                and (o.id is null or (o.status in (5, 6, 9) and {settled.Order}))
            """),
        new("I6", "an order that has ended keeps nothing allocated, and sold only when it is complete",
            $"""
            select t.take_id || ' ' || t.category from stock_takes t
            join orders o on o.id = t.take_id
            where ((t.status = 0 and o.status in (5, 6, 9)) or (t.status = 1 and o.status in (6, 9)))
                and {settled.Order}
            """),
        .. Admission(settled),
        .. Coupons(settled),
    ];

    private static AuditCheck[] Admission(Settled settled) =>
    [
        new("I6", "a reservation that has ended keeps no general admission",
            $"""
            select t.take_id || ' ' || t.category from stock_takes t
            join reservations r on r.id = t.take_id and r.status in (3, 4)
            join payments p on p.reservation_id = r.id
            where t.status in (0, 1) and {settled.Reservation}
            """),
        new("I6", "a reservation of general admission that has not ended has its places in the stock",
            $"""
            select r.id || ' ' || w.category from reservations r
            join payments p on p.reservation_id = r.id
            join (select reservation_id, category, count(*) as quantity from reservation_seats where seat_id = ''
                group by reservation_id, category) w on w.reservation_id = r.id
            where r.status in (0, 1, 2) and {settled.Reservation} and w.quantity > coalesce((
                select sum(t.quantity) from stock_takes t
                where t.reservation_id = r.id and t.category = w.category and t.status in (0, 1)), 0)
            """),
        new("I6", "general admission is not set aside for good for reservations that were never made",
            $"""
            select t.take_id || ' ' || t.category from stock_takes t
            where t.status = 0 and t.take_id = t.reservation_id
                and t.at <= {settled.Moment} - interval '{2 * Limits.UnclaimedTakeSeconds} seconds'
                and not exists (select from reservations r where r.id = t.take_id)
            """),
    ];

    private static AuditCheck[] Coupons(Settled settled) =>
    [
        new("I6", "a coupon counts its uses and is not used more often than it may be",
            """
            select coalesce(c.code, u.code) from coupons c
            full join (select code, count(*) as uses from coupon_uses where status = 0 group by code) u
                on u.code = c.code
            where c.used is distinct from coalesce(u.uses, 0) or c.used > c.total_uses
            """),
        new("I6", "a complete order with a coupon has taken a use of it",
            """
            select o.id::text from orders o
            where o.status = 5 and o.coupon_code is not null
                and not exists (select from coupon_uses u where u.order_id = o.id and u.status = 0)
            """),
        // Older releases counted such uses, and may run beside this one for a while after its migration.
        new("I6", "a coupon that is counted as used took something off",
            """
            select code || ' ' || order_id from coupon_uses
            where status = 0 and discount = 0
                and at > (select applied_at from schema_migrations where number = 8) + interval '1 day'
            """),
        new("I6", "an order that failed or was undone uses no coupon",
            $"""
            select u.code || ' ' || u.order_id from coupon_uses u
            join orders o on o.id = u.order_id and o.status in (6, 9)
            where u.status = 0 and {settled.Order}
            """),
    ];
}

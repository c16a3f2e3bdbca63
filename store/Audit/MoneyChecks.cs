namespace Ticketing.Store;

/// <summary>I2: money.</summary>
internal static class MoneyChecks
{
    public static AuditCheck[] All(Settled settled) =>
    [
        new("I2", "a balance is the sum of its ledger",
            """
            select coalesce(b.user_id, l.user_id)::text from balances b
            full join (select user_id, sum(amount) as total from ledger group by user_id) l using (user_id)
            where b.balance is distinct from l.total and (b.user_id is not null or l.total <> 0)
            """),
        new("I2", "a balance is never negative", "select user_id::text from balances where balance < 0"),
        // A payment without an order was one debit of the full amount. While a debit or a refund is in progress it may
        // have happened or not.
        new("I2", "a paid reservation is debited exactly once, one that ended or is not paid nets to nothing",
            $"""
            select r.id::text from reservations r
            join payments p on p.reservation_id = r.id
            left join (select reservation_id, sum(amount) as net from ledger where kind in (1, 2)
                       group by reservation_id) l on l.reservation_id = r.id
            where case p.status
                when 2 then coalesce(l.net, 0) <> -(case when p.order_id is null then p.amount else p.charged end)
                when 5 then coalesce(l.net, 0) <> 0
                when 0 then coalesce(l.net, 0) <> 0 and {settled.Reservation}
                when 3 then coalesce(l.net, 0) <> 0 and {settled.Reservation}
                else coalesce(l.net, 0) not between -p.amount and 0 end
            """),
        new("I2", "an order is debited what it costs, one that failed or was undone nets to nothing",
            $"""
            select o.id::text from orders o
            join ledger d on d.user_id = o.user_id and d.operation_id = 'order:' || o.id || ':debit' and d.kind = 1
            left join ledger f
                on f.user_id = o.user_id and f.operation_id = 'order:' || o.id || ':refund' and f.kind = 2
            where d.amount <> o.discount - o.amount
                or (o.status in (6, 9) and d.amount + coalesce(f.amount, 0) <> 0 and {settled.Order})
            """),
    ];
}

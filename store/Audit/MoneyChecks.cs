namespace Ticketing.Store;

/// <summary>I2: money. A currency is the empty text where its column has the null of the installation's.</summary>
internal static class MoneyChecks
{
    private const string Balances = """
        (select user_id, '' as currency, balance from balances
         union all select user_id, currency, balance from currency_balances)
        """;

    public static AuditCheck[] All(Settled settled) =>
    [
        new("I2", "a balance is the sum of its ledger",
            $"""
            select concat_ws('/', user_id, nullif(currency, '')) from {Balances} b
            full join (select user_id, coalesce(currency, '') as currency, sum(amount) as total from ledger
                       group by 1, 2) l using (user_id, currency)
            where b.balance is distinct from l.total and (b.balance is not null or l.total <> 0)
            """),
        new("I2", "a balance is never negative",
            $"select concat_ws('/', user_id, nullif(currency, '')) from {Balances} b where balance < 0"),
        new("I2", "money in the installation's currency is stored in one way",
            """
            select user_id::text from currency_balances where currency = (select currency from installation)
            union all select user_id::text from ledger where currency = (select currency from installation)
            union all select id::text from schedules where currency = (select currency from installation)
            """),
        new("I2", "the money of a reservation is in the currency of its schedule",
            """
            select r.id::text from reservations r join schedules s on s.id = r.schedule_id
            where r.currency is distinct from s.currency
            union select o.id::text from orders o join schedules s on s.id = o.schedule_id
            where o.currency is distinct from s.currency
            union select r.id::text from ledger l
            join reservations r on r.id = l.reservation_id
            join schedules s on s.id = r.schedule_id
            where l.currency is distinct from s.currency
            """),
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

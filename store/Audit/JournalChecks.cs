namespace Ticketing.Store;

/// <summary>
/// I8: money in the journal. Accounts: 1 funds, 2 balances, 3 orders, 4 sales, 5 discounts, 6 refunds.
/// </summary>
internal static class JournalChecks
{
    public static AuditCheck[] All(Settled settled) =>
    [
        new("I8", "the journal has every change of a balance, and no other",
            """
            select coalesce(l.source_id, j.source_id)::text
            from (select source_id, coalesce(currency, '') as currency,
                      sum(case credit when 2 then amount else -amount end) as total
                  from journal_of_ledger group by 1, 2) l
            full join (select source_id, coalesce(currency, '') as currency,
                           sum(case credit when 2 then amount else -amount end) as total
                       from journal where 2 in (debit, credit) group by 1, 2) j using (source_id, currency)
            where coalesce(l.total, 0) <> coalesce(j.total, 0)
            """),
        new("I8", "the journal has the price and the payment of what is sold, and nets to nothing for what is not",
            """
            select r.id::text from reservations r
            join payments p on p.reservation_id = r.id
            left join (select source_id, schedule_id, coalesce(currency, '') as currency,
                           sum(case when credit = 4 then amount when debit = 6 then -amount end) as price,
                           sum(case when debit = 3 then amount when credit = 3 then -amount end) as paid
                       from journal where schedule_id is not null group by 1, 2, 3) j
                on j.source_id = coalesce(p.order_id, r.id)
            where coalesce(j.price, 0) <> case r.status when 2 then r.amount else 0 end
                or coalesce(j.paid, 0)
                    <> case when r.status <> 2 then 0 when p.order_id is null then p.amount else p.charged end
                or j.schedule_id <> r.schedule_id or j.currency <> coalesce(r.currency, '')
            """),
        new("I8", "every sale in the journal is of a reservation",
            """
            select j.source_id::text from journal j
            where j.schedule_id is not null
                and not exists (select from payments p where coalesce(p.order_id, p.reservation_id) = j.source_id)
            """),
        new("I8", "an order that has ended has kept no money",
            $"""
            select o.id::text from orders o
            join (select source_id, sum(case credit when 3 then amount else -amount end) as kept
                  from journal where 3 in (debit, credit) group by 1) j on j.source_id = o.id
            where o.status in (5, 6, 9) and j.kept <> 0 and {settled.Order}
            """),
    ];
}

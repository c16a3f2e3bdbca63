-- batches
insert into journal (source_id, debit, credit, amount, currency, method, schedule_id, at)
select * from (
    select v.source_id, v.debit, v.credit, v.amount, v.currency, v.method, null::uuid, v.at from journal_of_ledger v
    union all
    select v.source_id, v.debit, v.credit, v.amount, v.currency, v.method, v.schedule_id, v.at
    from journal_of_reservations v
) missing
where not exists (select from journal j
    where (j.source_id, j.debit, j.credit) = (missing.source_id, missing.debit, missing.credit))
limit 5000
on conflict do nothing;

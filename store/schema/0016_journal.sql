-- The sales journal: double entry, written once. An entry moves an amount from the account 'debit' to the account 'credit':
-- 1 funds, 2 balances, 3 orders, 4 sales, 5 discounts, 6 refunds. Methods: 1 balance, 2 demo.
create table journal (
    source_id   uuid not null, -- the order; for a charge an id made of user and operation
    debit       smallint not null check (debit between 1 and 6),
    credit      smallint not null check (credit between 1 and 6),
    amount      bigint not null check (amount > 0),
    currency    text, -- null: the installation's
    method      smallint not null check (method between 1 and 2),
    schedule_id uuid,
    at          timestamptz not null,
    primary key (source_id, debit, credit),
    check (debit <> credit)
);
create index journal_of_schedule on journal (schedule_id) where schedule_id is not null;

create function keep_journal() returns trigger
language plpgsql as $$
begin
    raise exception 'the journal is never changed: write entries that correct it';
end
$$;
create trigger keep_journal before update or delete or truncate on journal
    for each statement execute function keep_journal();

-- The source of the entry for a change of a balance: see JournalRules and DerivedId.
create function journal_source(user_id uuid, operation_id text, reservation_id uuid) returns uuid
language plpgsql immutable parallel safe as $$
declare
    id bytea;
begin
    if operation_id ~ '^order:[0-9a-f-]{36}:[a-z]+$' then return substr(operation_id, 7, 36)::uuid; end if;
    if reservation_id is not null then return reservation_id; end if;
    id := substr(sha256(uuid_send(user_id) || convert_to(operation_id, 'UTF8')), 1, 16);
    id := set_byte(id, 6, get_byte(id, 6) & 15 | 128);
    id := set_byte(id, 8, get_byte(id, 8) & 63 | 128);
    return encode(id, 'hex')::uuid;
end
$$;

-- The entries that changes of balances have.
create view journal_of_ledger as
select l.user_id, l.operation_id, journal_source(l.user_id, l.operation_id, l.reservation_id) as source_id,
    case l.kind when 0 then 1 when 1 then 2 else 3 end::smallint as debit,
    case l.kind when 1 then 3 else 2 end::smallint as credit,
    abs(l.amount) as amount, l.currency, case l.kind when 0 then 2 else 1 end::smallint as method, l.at
from ledger l where l.amount <> 0;

-- The entries that reservations have. One that was sold and is not any more has the entries of its refund only if it has
-- those of its sale: of older ones, nothing tells that they were sold. All together are 0.
create view journal_of_reservations as
select r.id as reservation_id, e.source_id, v.debit, v.credit, v.amount, r.currency, 1::smallint as method, r.schedule_id,
    r.updated_at as at
from reservations r
join payments p on p.reservation_id = r.id
cross join lateral (select coalesce(p.order_id, r.id) as source_id,
    case when p.order_id is null then p.amount else p.charged end as paid) e
cross join lateral (values
    (3::smallint, 4::smallint, e.paid, p.status = 2 and r.status = 2),
    (5::smallint, 4::smallint, r.amount - e.paid, p.status = 2 and r.status = 2),
    (6::smallint, 3::smallint, e.paid, p.status in (3, 5)
        and exists (select from journal j where j.source_id = e.source_id and j.credit = 4)),
    (6::smallint, 5::smallint, r.amount - e.paid, p.status in (3, 5)
        and exists (select from journal j where j.source_id = e.source_id and j.credit = 4))
) v(debit, credit, amount, holds)
where v.holds and v.amount > 0;

-- A process of the release before this table writes no entries: these triggers do, in the same transaction. One that
-- writes them itself says so by a setting. The next release removes both.
create function journal_ledger() returns trigger
language plpgsql as $$
begin
    insert into journal (source_id, debit, credit, amount, currency, method, at)
    select v.source_id, v.debit, v.credit, v.amount, v.currency, v.method, v.at
    from written w join journal_of_ledger v using (user_id, operation_id)
    on conflict do nothing;
    return null;
end
$$;
create trigger journal_ledger after insert on ledger
    referencing new table as written for each statement
    when (current_setting('ticketing.journal', true) is distinct from 'written') execute function journal_ledger();

create function journal_payments() returns trigger
language plpgsql as $$
begin
    insert into journal (source_id, debit, credit, amount, currency, method, schedule_id, at)
    select v.source_id, v.debit, v.credit, v.amount, v.currency, v.method, v.schedule_id, v.at
    from written w join journal_of_reservations v using (reservation_id)
    where w.status in (2, 3, 5)
    on conflict do nothing;
    return null;
end
$$;
create trigger journal_payments after update on payments
    referencing new table as written for each statement
    when (current_setting('ticketing.journal', true) is distinct from 'written') execute function journal_payments();

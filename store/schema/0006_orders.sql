-- Paying as a saga: orders, what they take, and what they make.

-- Who writes sales waits until this is done; in the order in which commits lock.
lock table seats, reservations, payments, balances, ledger in share row exclusive mode;

alter table payments add column order_id uuid;
alter table payments add column coupon_code text;
alter table payments add column charged bigint not null default 0 check (charged >= 0);
-- Also those whose hold ended while they were being paid: they are asked for until they have ended.
create index payments_debiting on payments (reservation_id) where status = 1;

create table orders (
    id             uuid primary key,
    reservation_id uuid not null,
    schedule_id    uuid not null,
    user_id        uuid not null,
    status         smallint not null check (status between 0 and 9),
    lines          text not null, -- JSON
    amount         bigint not null check (amount >= 0),
    coupon_code    text,
    discount       bigint not null check (discount between 0 and amount),
    parts          text not null, -- JSON
    reason         text,
    created_at     timestamptz not null,
    updated_at     timestamptz not null,
    version        bigint not null
) with (fillfactor = 50);
create index orders_of_reservation on orders (reservation_id);
create index orders_under_way on orders (updated_at) where status not in (5, 6, 9);

create table order_steps (
    order_id uuid not null,
    number   integer not null,
    at       timestamptz not null,
    name     text not null,
    detail   text,
    primary key (order_id, number)
);

create table stock (
    schedule_id uuid not null references schedules,
    category    text not null,
    capacity    integer not null check (capacity >= 0),
    has_seats   boolean not null,
    allocated   integer not null default 0 check (allocated >= 0),
    sold        integer not null default 0 check (sold >= 0),
    version     bigint not null default 1,
    primary key (schedule_id, category),
    check (allocated + sold <= capacity)
) with (fillfactor = 10);

create table stock_takes (
    schedule_id    uuid not null,
    category       text not null,
    take_id        uuid not null,
    reservation_id uuid not null,
    quantity       integer not null check (quantity >= 0),
    status         smallint not null check (status between 0 and 3),
    at             timestamptz not null,
    version        bigint not null,
    primary key (take_id, category)
) with (fillfactor = 70);
-- General admission that is set aside: was the reservation made that it is for?
create index stock_takes_of_reservations on stock_takes (at) where take_id = reservation_id and status = 0;

create table coupons (
    code           text primary key,
    kind           smallint not null check (kind between 0 and 1),
    value          bigint not null check (value > 0),
    valid_from     timestamptz not null,
    valid_until    timestamptz not null,
    total_uses     integer not null check (total_uses > 0),
    uses_per_fan   integer not null check (uses_per_fan > 0),
    minimum_amount bigint not null check (minimum_amount >= 0),
    used           integer not null check (used between 0 and total_uses),
    version        bigint not null,
    check (kind <> 1 or value <= 100)
) with (fillfactor = 50);

create table coupon_uses (
    code     text not null,
    order_id uuid not null,
    user_id  uuid not null,
    discount bigint not null check (discount >= 0),
    status   smallint not null check (status between 0 and 2),
    reason   text,
    at       timestamptz not null,
    version  bigint not null,
    primary key (code, order_id)
);
create index coupon_uses_of_fan on coupon_uses (code, user_id) where status = 0;

create table tickets (
    id             uuid primary key,
    reservation_id uuid not null,
    order_id       uuid not null,
    schedule_id    uuid not null,
    user_id        uuid not null,
    ordinal        smallint not null,
    seat_id        text not null,
    category       text not null,
    code           text not null,
    issued_at      timestamptz not null,
    is_cancelled   boolean not null,
    used_at        timestamptz,
    used_gate      text,
    version        bigint not null,
    check ((used_at is null) = (used_gate is null))
) with (fillfactor = 80);
create index tickets_of_reservation on tickets (reservation_id);
create index tickets_of_fan on tickets (user_id, issued_at desc);

-- Stock counts what the plan has. Blocked seats count: whether they are sold is for the seats to say, and unblocking
-- one changes no stock.
insert into stock (schedule_id, category, capacity, has_seats)
select c.schedule_id, c.name, count(s.seat_id), true
from schedule_categories c left join seats s on s.schedule_id = c.schedule_id and s.category = c.name
group by c.schedule_id, c.name;

-- A process from before the stock, while they are replaced one by one, makes schedules without it.
create function make_stock() returns trigger language plpgsql as $$
begin
    if not exists (select from stock where schedule_id = new.id) then
        insert into stock (schedule_id, category, capacity, has_seats)
        select c.schedule_id, c.name, count(s.seat_id), true
        from schedule_categories c left join seats s on s.schedule_id = c.schedule_id and s.category = c.name
        where c.schedule_id = new.id
        group by c.schedule_id, c.name;
    end if;
    return null;
end $$;
-- At the commit: the seats are there then.
create constraint trigger schedule_has_stock after insert on schedules deferrable initially deferred
    for each row execute function make_stock();

-- Payments under way have no order that could bring them to an end. A debit that is not in the ledger is refused there,
-- so that no process from before can still take it, and the reservation is to be paid again; one that is confirms the
-- sale. Whoever has the rows in memory fails by their versions and reads them anew.
insert into ledger (user_id, operation_id, kind, amount, balance_after, reservation_id, at)
select p.user_id, 'reservation:' || r.id || ':debit:' || p.version, 3, 0, coalesce(b.balance, 0), r.id, now()
from reservations r
join payments p on p.reservation_id = r.id and p.status = 1
left join balances b on b.user_id = p.user_id
where r.status = 1
on conflict do nothing;

create temporary table under_way on commit drop as
select r.id, r.schedule_id, r.amount, l.kind = 1 as is_paid
from reservations r
join payments p on p.reservation_id = r.id and p.status = 1
join ledger l on l.user_id = p.user_id and l.operation_id = 'reservation:' || r.id || ':debit:' || p.version
where r.status = 1;

update seats s set status = 2, version = s.version + 1
from under_way u where u.is_paid and s.schedule_id = u.schedule_id and s.reservation_id = u.id;
update reservations r set status = case when u.is_paid then 2 else 0 end, updated_at = now(), version = r.version + 1
from under_way u where r.id = u.id;
update payments p set status = case when u.is_paid then 2 else 0 end, version = p.version + 1
from under_way u where p.reservation_id = u.id;

-- No event tells of these few.
update reservation_details d set status = r.status, reservation_version = r.version, payment_status = p.status,
    payment_version = p.version
from under_way u join reservations r on r.id = u.id join payments p on p.reservation_id = u.id
where d.reservation_id = u.id;
update schedule_statistics s set confirmed = s.confirmed + u.sales, seats_sold = s.seats_sold + u.seats,
    revenue = s.revenue + u.revenue, version = s.version + 1
from (
    select u.schedule_id, count(*) as sales, sum(u.amount)::bigint as revenue, sum(o.seats)::bigint as seats
    from under_way u
    join (select reservation_id, count(*) as seats from reservation_seats group by reservation_id) o
        on o.reservation_id = u.id
    where u.is_paid group by u.schedule_id) u
where s.schedule_id = u.schedule_id;

-- What was sold before is sold as it would be now: by an order that is complete (its id is the reservation's: no
-- attempt to pay had one), for tickets. So sold = tickets (I6) holds without an exception, cancelling gives back what
-- there is, and everybody who has paid gets in. Their code is empty: keys do not reach here, so it is signed when it is
-- shown.
update payments set charged = amount where status in (2, 4);
update payments set order_id = reservation_id where status = 2;

create temporary table sold_before on commit drop as
select r.id, r.schedule_id, s.category, count(*)::integer as seats
from reservations r join reservation_seats s on s.reservation_id = r.id
where r.status = 2
group by r.id, s.category;

insert into orders (id, reservation_id, schedule_id, user_id, status, lines, amount, discount, parts, created_at,
    updated_at, version)
select r.id, r.id, r.schedule_id, r.user_id, 5, s.lines, r.amount, 0, s.parts, r.created_at, r.updated_at, 1
from reservations r join (
    select id, json_agg(json_build_object('category', category, 'quantity', seats, 'hasSeats', true)
        order by category)::text as lines, json_agg(category order by category)::text as parts
    from sold_before group by id) s on s.id = r.id;

insert into stock_takes (schedule_id, category, take_id, reservation_id, quantity, status, at, version)
select schedule_id, category, id, id, seats, 1, now(), 1 from sold_before;

insert into tickets (id, reservation_id, order_id, schedule_id, user_id, ordinal, seat_id, category, code, issued_at,
    is_cancelled, version)
select gen_random_uuid(), r.id, r.id, r.schedule_id, r.user_id, s.ordinal, s.seat_id, s.category, '', r.updated_at,
    false, 1
from reservations r join reservation_seats s on s.reservation_id = r.id
where r.status = 2;

-- Were more sold than there are seats, that is for an audit to find, not for this to fail by.
update stock k set sold = least(k.capacity, s.seats)
from (select schedule_id, category, sum(seats)::integer as seats from sold_before group by schedule_id, category) s
where k.schedule_id = s.schedule_id and k.category = s.category;

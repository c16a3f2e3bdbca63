-- Paying as a saga: orders, what they take, and what they make.

alter table payments add column order_id uuid;
alter table payments add column charged bigint not null default 0 check (charged >= 0);

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
    parts          text[] not null,
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
    version        bigint not null,
    primary key (take_id, category)
) with (fillfactor = 70);

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
    version        bigint not null
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
    version        bigint not null
) with (fillfactor = 80);
create index tickets_of_reservation on tickets (reservation_id);
create index tickets_of_fan on tickets (user_id, issued_at desc);

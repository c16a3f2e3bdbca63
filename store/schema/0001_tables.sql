-- The business state. No foreign keys between the tables that on-sales write: one halves the rate (design section 5);
-- audits check what they would. Status numbers are those of the enums in grain-interfaces.

create table users (
    id            uuid primary key,
    email         text not null unique check (email = lower(email)),
    password_hash text not null,
    is_operator   boolean not null default false,
    created_at    timestamptz not null
);

create table concerts (
    id          uuid primary key,
    title       text not null,
    venue       text not null,
    description text not null,
    created_at  timestamptz not null
);
create index concerts_newest on concerts (created_at desc, id);

create table schedules (
    id            uuid primary key,
    concert_id    uuid not null references concerts,
    starts_at     timestamptz not null,
    opens_at      timestamptz not null,
    hold_seconds  integer not null check (hold_seconds > 0),
    seats_per_fan integer not null check (seats_per_fan > 0),
    seat_count    integer not null,
    plan          text not null, -- the seating plan as it was imported (pretix JSON)
    created_at    timestamptz not null,
    version       bigint not null default 1
);
create index schedules_of_concert on schedules (concert_id, starts_at);

create table schedule_categories (
    schedule_id uuid not null references schedules,
    ordinal     integer not null,
    name        text not null,
    color       text,
    price       bigint not null check (price >= 0),
    primary key (schedule_id, name)
);

-- fillfactor: a sold seat is rewritten three times in place.
create table seats (
    schedule_id    uuid not null,
    seat_id        text not null,
    ordinal        integer not null,
    zone           integer not null,
    row            integer not null,
    block          integer not null,
    rank           integer not null,
    category       text not null,
    price          bigint not null check (price >= 0),
    status         smallint not null default 0 check (status between 0 and 3),
    reservation_id uuid,
    version        bigint not null default 1,
    primary key (schedule_id, seat_id),
    check ((status in (1, 2)) = (reservation_id is not null))
) with (fillfactor = 50);

create table reservations (
    id            uuid primary key,
    schedule_id   uuid not null,
    user_id       uuid not null,
    amount        bigint not null check (amount >= 0),
    request_hash  text not null,
    created_at    timestamptz not null,
    status        smallint not null check (status between 0 and 4),
    expires_at    timestamptz not null,
    hold_extended boolean not null,
    reason        text,
    updated_at    timestamptz not null,
    version       bigint not null
);
create index reservations_of_fan on reservations (user_id, created_at);
-- What the sweeper looks for, apart: a hold past its time, a payment without progress.
create index reservations_pending on reservations (expires_at) where status = 0;
create index reservations_paying on reservations (updated_at) where status = 1;

create table reservation_seats (
    reservation_id uuid not null,
    ordinal        smallint not null,
    schedule_id    uuid not null,
    seat_id        text not null,
    category       text not null,
    price          bigint not null,
    primary key (reservation_id, ordinal)
);

create table payments (
    reservation_id uuid primary key,
    user_id        uuid not null,
    amount         bigint not null check (amount >= 0),
    status         smallint not null check (status between 0 and 5),
    version        bigint not null
);
create index payments_refunding on payments (reservation_id) where status = 4;

create table balances (
    user_id uuid primary key,
    balance bigint not null check (balance >= 0),
    version bigint not null
);

create table ledger (
    id             bigint generated always as identity,
    user_id        uuid not null,
    operation_id   text not null,
    kind           smallint not null check (kind between 0 and 3),
    amount         bigint not null,
    balance_after  bigint not null check (balance_after >= 0),
    reservation_id uuid,
    at             timestamptz not null,
    primary key (user_id, operation_id)
);

create table outbox (
    id          bigint generated always as identity primary key,
    shard       smallint not null,
    event_id    uuid not null,
    topic       text not null,
    key         text not null,
    payload     text not null,
    traceparent text,
    occurred_at timestamptz not null
);

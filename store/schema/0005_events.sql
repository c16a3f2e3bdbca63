-- Events on their way, and what is made of them.

-- The relay reads the lowest ids of its shards that are still there and deletes what is done, so the ids of
-- transactions that commit late are found all the same.
-- Nobody read events before this version: what was written until now is in the tables, from which the read model and
-- the counts below are filled.
truncate outbox;
alter table outbox add column only_group text; -- a replayed event goes to the group that had failed
alter table outbox drop constraint outbox_pkey, add primary key (shard, id);
-- Rows live for milliseconds; without this the scan for the lowest ids walks over the dead.
alter table outbox set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000,
    autovacuum_vacuum_cost_delay = 0);

create table dead_letters (
    event_id    uuid not null,
    group_name  text not null,
    topic       text not null,
    key         text not null,
    payload     text not null,
    traceparent text,
    occurred_at timestamptz not null,
    error       text not null,
    attempts    text not null, -- JSON: when each attempt was made and how it failed, oldest first
    dead_at     timestamptz not null,
    replayed_at timestamptz, -- it is on its way again; kept for its attempts, should it fail again
    primary key (event_id, group_name)
);
create index dead_letters_newest on dead_letters (dead_at desc, event_id);

create table consumed (
    group_name text not null,
    event_id   uuid not null,
    at         timestamptz not null,
    primary key (group_name, event_id)
);
create index consumed_at on consumed using brin (at); -- old ones are removed

-- One row a reservation; every facet has the version of its own source, and the highest wins.
create table reservation_details (
    reservation_id      uuid primary key,
    schedule_id         uuid,
    user_id             uuid,
    status              smallint,
    seats               text, -- JSON
    amount              bigint,
    created_at          timestamptz,
    expires_at          timestamptz,
    reason              text,
    reservation_version bigint not null default 0,
    payment_status      smallint,
    payment_version     bigint not null default 0,
    ticket_status       smallint,
    ticket_version      bigint not null default 0,
    stock_status        smallint,
    stock_version       bigint not null default 0
) with (fillfactor = 70);
create index reservation_details_of_fan on reservation_details (user_id, created_at desc, reservation_id desc);

create table schedule_statistics (
    schedule_id   uuid primary key,
    fans_queued   bigint not null,
    fans_admitted bigint not null,
    reserved      bigint not null,
    confirmed     bigint not null,
    expired       bigint not null,
    cancelled     bigint not null,
    seats_sold    bigint not null,
    revenue       bigint not null,
    last_event_at timestamptz,
    version       bigint not null
) with (fillfactor = 50);

-- A row here: the read model is being filled anew, or that was broken off. Lists come from the tables until it is gone.
create table read_model_rebuild (
    only_one   boolean primary key default true check (only_one),
    started_at timestamptz not null
);

-- What those who take events from a broker say of how far they are; see ReadModelReports.
create table read_model_reports (
    reporter    text primary key,
    oldest_at   timestamptz, -- when the oldest event happened that is not in the model; null when all are
    reported_at timestamptz not null
) with (fillfactor = 50);

insert into reservation_details (reservation_id, schedule_id, user_id, status, seats, amount, created_at, expires_at,
    reason, reservation_version, payment_status, payment_version)
select r.id, r.schedule_id, r.user_id, r.status,
    (select json_agg(json_build_object('seatId', o.seat_id, 'category', o.category, 'price', o.price)
        order by o.ordinal)::text from reservation_seats o where o.reservation_id = r.id),
    r.amount, r.created_at, r.expires_at, r.reason, r.version, p.status, p.version
from reservations r join payments p on p.reservation_id = r.id;

-- A cancelled reservation had been paid when its money goes or went back (payment 4, 5).
insert into schedule_statistics (schedule_id, fans_queued, fans_admitted, reserved, confirmed, expired, cancelled,
    seats_sold, revenue, last_event_at, version)
select s.id, coalesce(q.last_number, 0), coalesce(q.admitted_through, 0), coalesce(c.reserved, 0),
    coalesce(c.confirmed, 0), coalesce(c.expired, 0), coalesce(c.cancelled, 0), coalesce(c.seats_sold, 0),
    coalesce(c.revenue, 0), c.last_event_at, 1
from schedules s left join queues q on q.schedule_id = s.id left join (
    select r.schedule_id, count(*) as reserved,
        count(*) filter (where r.status = 2 or p.status in (4, 5)) as confirmed,
        count(*) filter (where r.status = 4) as expired,
        count(*) filter (where r.status = 3) as cancelled,
        coalesce(sum(o.seats) filter (where r.status = 2), 0)::bigint as seats_sold,
        coalesce(sum(r.amount) filter (where r.status = 2), 0)::bigint as revenue,
        max(r.updated_at) as last_event_at
    from reservations r
    join payments p on p.reservation_id = r.id
    join (select reservation_id, count(*) as seats from reservation_seats group by reservation_id) o
        on o.reservation_id = r.id
    group by r.schedule_id) c on c.schedule_id = s.id
where c.reserved > 0 or q.last_number > 0;

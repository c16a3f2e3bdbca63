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

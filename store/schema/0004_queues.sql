-- The waiting queues. A schedule that was on sale before keeps selling without one.

-- fillfactor: every turn of a queue rewrites its row in place, hundreds of times a second while fans arrive.
create table queues (
    schedule_id          uuid primary key references schedules,
    enabled              boolean not null,
    max_active           integer not null check (max_active > 0),
    pace_per_second      integer not null check (pace_per_second >= 0),
    paused               boolean not null,
    draining             boolean not null,
    claim_seconds        integer not null check (claim_seconds > 0),
    active_seconds       integer not null check (active_seconds > 0),
    pauses_when_sold_out boolean not null,
    draws                boolean not null,
    last_number          bigint not null default 0,
    admitted_through     bigint not null default 0,
    waiting              bigint not null default 0 check (waiting >= 0),
    served               bigint not null default 0 check (served >= 0),
    abandoned            bigint not null default 0 check (abandoned >= 0),
    draw_key             bytea not null default '' check (octet_length(draw_key) in (0, 32)),
    drawn_entries        bigint,
    most_active          integer not null, -- the largest max_active there ever was; for audits
    version              bigint not null default 1,
    check (admitted_through between 0 and last_number),
    check (not draws or octet_length(draw_key) = 32),
    constraint drawn_before_admission check (not draws or drawn_entries is not null or admitted_through = 0),
    check (drawn_entries is null or (octet_length(draw_key) = 32 and drawn_entries between 0 and last_number))
) with (fillfactor = 10);

insert into queues (schedule_id, enabled, max_active, pace_per_second, paused, draining, claim_seconds,
    active_seconds, pauses_when_sold_out, draws, most_active)
select id, false, 1000, 0, false, false, 60, 600, true, false, 1000 from schedules;

-- A process from before the queues, while they are replaced one by one, makes schedules without one.
create function make_queue() returns trigger language plpgsql as $$
begin
    insert into queues (schedule_id, enabled, max_active, pace_per_second, paused, draining, claim_seconds,
        active_seconds, pauses_when_sold_out, draws, most_active)
    values (new.id, false, 1000, 0, false, false, 60, 600, true, false, 1000)
    on conflict (schedule_id) do nothing;
    return null;
end $$;
-- At the commit: who makes the queue as well comes first.
create constraint trigger schedule_has_queue after insert on schedules deferrable initially deferred
    for each row execute function make_queue();

-- A place is written three or four times in its life, mostly changing until, which is indexed: no update of it can stay
-- within its page's chain, so room left in the pages would gain nothing.
create table queue_places (
    schedule_id uuid not null,
    user_id     uuid not null,
    number      bigint not null check (number > 0),
    joined_at   timestamptz not null,
    status      smallint not null check (status between 0 and 7),
    until       timestamptz,
    extended    boolean not null,
    version     bigint not null,
    primary key (schedule_id, user_id),
    check ((status in (1, 2)) = (until is not null))
);
create unique index queue_places_number on queue_places (schedule_id, number);
-- Who is admitted or active, and whose deadline has passed: a thousand among a million.
create index queue_places_present on queue_places (schedule_id, until) where until is not null;

alter table reservations add column queue_number bigint;

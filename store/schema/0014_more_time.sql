-- More time for fans who are called: how often a queue gives it (null: the default), the most it ever was (for audits),
-- and the requests that a place was granted, 16 bytes each. They are those of the place with the number more_times_of:
-- a process of the release before gives a fan a new place without clearing them. The checks need no validation, since
-- no row has a value yet.
alter table queues
    add column more_times integer,
    add column most_more_times integer,
    add constraint more_times_range check (more_times between 0 and 10) not valid;

alter table queue_places
    add column more_times bytea,
    add column more_times_of bigint,
    add constraint more_times_bound
        check (octet_length(more_times) % 16 = 0 and octet_length(more_times) <= 160) not valid,
    add constraint more_times_owner check ((more_times is null) = (more_times_of is null)) not valid;

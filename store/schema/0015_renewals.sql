-- How often a fan may get more time to pay. A hold keeps the number with which it was made, and its time: each renewal
-- adds the same again. Holds of a release before renewals have none.
-- The defaults are constant, so no table is rewritten.
alter table schedules add column renewals smallint not null default 3;

alter table reservations
    add column hold_seconds     integer,
    add column renewals_allowed smallint not null default 0,
    add column renewals         text not null default ''; -- names of 32 hexadecimal digits, separated by spaces

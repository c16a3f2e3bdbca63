-- The time zone of a schedule, and money in several currencies. Null in any of these columns means the default of the
-- installation, so the rows of earlier releases, and of processes of such a release, stay as they are. A row whose currency
-- is the default's is written with null, too: there is one way to write it.

-- The installation's currency, written by the first process that serves. It says what null means.
create table installation (
    only_one boolean primary key default true check (only_one),
    currency text not null check (currency ~ '^[A-Z]{3}$')
);

-- Balances in other currencies. They have a table of their own because a process of an earlier release finds the row in
-- balances by the user alone.
create table currency_balances (
    user_id  uuid not null,
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    balance  bigint not null check (balance >= 0),
    version  bigint not null,
    primary key (user_id, currency)
);

alter table schedules add column time_zone text, add column currency text;
alter table reservations add column currency text;
alter table coupons add column currency text;
alter table orders add column currency text;
alter table ledger add column currency text;

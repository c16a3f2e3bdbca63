-- What the hosts themselves keep: grains' private state (embedded host) and the keys that protect bearer tokens.

create table grain_state (
    grain_type text not null,
    grain_key  text not null,
    state_name text not null,
    version    bigint not null,
    payload    text, -- JSON; null after a clear
    updated_at timestamptz not null default now(),
    primary key (grain_type, grain_key, state_name)
);

create table data_protection_keys (
    name       text primary key,
    xml        text not null,
    created_at timestamptz not null default now()
);

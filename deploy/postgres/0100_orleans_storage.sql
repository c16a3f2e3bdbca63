-- Grains' private state on the real Orleans: what Microsoft.Orleans.Persistence.AdoNet asks of a database. It reads its
-- statements from OrleansQuery at the start; the names of their parameters and columns are its contract.
--
-- Ours differ from the stock ones in one guarantee: of any number of writers of a first version exactly one succeeds.
-- A unique index over everything that identifies a state says so (NULLS NOT DISTINCT, because only some keys have a
-- string part), and who comes second is told by an insert that does nothing instead of by an error. No row in the answer
-- means a conflict to the provider.

create table orleans_storage (
    grain_id_hash   integer not null,
    grain_type_hash integer not null,
    grain_id_n0     bigint not null,
    grain_id_n1     bigint not null,
    grain_type      text not null,
    service_id      text not null,
    grain_id_text   text, -- the whole key of grains with string keys
    version         integer not null check (version > 0),
    payload         bytea, -- null after a clear
    modified_at     timestamptz not null default now(),
    -- The hashes first: they find the row; the rest makes it certain.
    constraint orleans_storage_identity unique nulls not distinct
        (grain_id_hash, grain_type_hash, grain_id_n0, grain_id_n1, grain_type, service_id, grain_id_text)
) with (fillfactor = 70);

create table orleansquery (
    querykey  varchar(64) primary key,
    querytext varchar(8000) not null
);

insert into orleansquery values ('ReadFromStorageKey', '
    select payload as PayloadBinary, modified_at, version as Version
    from orleans_storage
    where grain_id_hash = @GrainIdHash and grain_type_hash = @GrainTypeHash
        and grain_id_n0 = @GrainIdN0 and grain_id_n1 = @GrainIdN1
        and grain_type = @GrainTypeString and service_id = @ServiceId
        and grain_id_text is not distinct from @GrainIdExtensionString::text
');

insert into orleansquery values ('WriteToStorageKey', '
    with first as (
        insert into orleans_storage (grain_id_hash, grain_type_hash, grain_id_n0, grain_id_n1, grain_type, service_id,
            grain_id_text, version, payload)
        select @GrainIdHash, @GrainTypeHash, @GrainIdN0, @GrainIdN1, @GrainTypeString, @ServiceId,
            @GrainIdExtensionString::text, 1, @PayloadBinary
        where @GrainStateVersion::integer is null
        on conflict do nothing
        returning version
    ), later as (
        update orleans_storage set payload = @PayloadBinary, version = version + 1, modified_at = now()
        where grain_id_hash = @GrainIdHash and grain_type_hash = @GrainTypeHash
            and grain_id_n0 = @GrainIdN0 and grain_id_n1 = @GrainIdN1
            and grain_type = @GrainTypeString and service_id = @ServiceId
            and grain_id_text is not distinct from @GrainIdExtensionString::text
            and version = @GrainStateVersion::integer
        returning version
    )
    select version as NewGrainStateVersion from first union all select version from later
');

insert into orleansquery values ('ClearStorageKey', '
    update orleans_storage set payload = null, version = version + 1, modified_at = now()
    where grain_id_hash = @GrainIdHash and grain_type_hash = @GrainTypeHash
        and grain_id_n0 = @GrainIdN0 and grain_id_n1 = @GrainIdN1
        and grain_type = @GrainTypeString and service_id = @ServiceId
        and grain_id_text is not distinct from @GrainIdExtensionString::text
        and version = @GrainStateVersion::integer
    returning version as NewGrainStateVersion
');

insert into orleansquery values ('DeleteStorageKey', '
    delete from orleans_storage
    where grain_id_hash = @GrainIdHash and grain_type_hash = @GrainTypeHash
        and grain_id_n0 = @GrainIdN0 and grain_id_n1 = @GrainIdN1
        and grain_type = @GrainTypeString and service_id = @ServiceId
        and grain_id_text is not distinct from @GrainIdExtensionString::text
        and version = @GrainStateVersion::integer
    returning version + 1 as NewGrainStateVersion
');

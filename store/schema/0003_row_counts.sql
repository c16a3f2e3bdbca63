-- Every write of a commit says how many rows it must have changed. The check runs inside the transaction, so that a
-- commit that does not add up is rolled back without another round trip.
create function expect_rows(table_name text, expected bigint, written bigint) returns void
language plpgsql as $$
begin
    if written is distinct from expected then
        raise exception '% of % rows of % had the expected version', written, expected, table_name
            using errcode = 'TK001';
    end if;
end
$$;

-- When an operator asked to block a held or sold seat as soon as it comes back. The commit that gives the seat back
-- writes Blocked and ends the wish. Without a default, so the table is not rewritten.
alter table seats add column block_wanted_at timestamptz;

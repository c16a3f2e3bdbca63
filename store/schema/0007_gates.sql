-- Doors of a schedule, and the undoing of a check-in. No table is rewritten or read; each statement holds its lock for
-- a moment.
alter table schedules add column doors_at timestamptz; -- null: Limits.DoorsBeforeStartHours before the start

alter table tickets add column undone_at timestamptz;
alter table tickets add column undone_gate text;
alter table tickets add column undone_reason text;
-- A used ticket is never cancelled. Rows of earlier releases are not checked; the audit reports them.
alter table tickets add constraint tickets_used_stay check (not is_cancelled or used_at is null) not valid;
alter table tickets add constraint tickets_undone_whole
    check ((undone_at is null) = (undone_gate is null) and (undone_at is null) = (undone_reason is null)) not valid;

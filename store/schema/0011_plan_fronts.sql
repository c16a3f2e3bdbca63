-- Where the front of a schedule's plan is, in the plan's coordinates: its rows are ranked by their distance to it. Null for
-- plans without seats, and for schedules that were imported before this version.
alter table schedules
    add column front_x double precision,
    add column front_y double precision,
    add column front_source smallint check (front_source between 0 and 3), -- given, area, row numbers, first row
    add column front_name text, -- the text on the plan that names it
    add constraint schedules_front_is_whole check (num_nulls(front_x, front_y, front_source) in (0, 3));

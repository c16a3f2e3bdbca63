-- Concerts are found by words of their title and venue, and the places of past queues are removed.

-- Title and venue as SearchText folds them; null in rows of an older process, which are folded when they are read.
alter table concerts add column search text;

-- When the first places of a past event were removed: audits do not miss them.
alter table queues add column places_removed_at timestamptz;

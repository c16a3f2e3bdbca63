-- Money as it was paid, deadlines that refused payments do not move, and an exact purchase limit. First what takes time,
-- then what locks tables: both together would make sales wait.

-- A sale was counted with its price, although a coupon took something off; so will be those whose events are still on
-- their way.
update schedule_statistics s set revenue = s.revenue - d.discount, version = s.version + 1
from (select r.schedule_id, sum(p.amount - p.charged)::bigint as discount
      from payments p join reservations r on r.id = p.reservation_id
      where p.coupon_code is not null and p.status = 2 and r.status = 2 and p.charged < p.amount
      group by r.schedule_id) d
where s.schedule_id = d.schedule_id;

-- The limit that a fan's last commit with more seats kept. The row is locked by such a commit, so that of two at the
-- same time the second one counts the seats of the first.
create table fan_limits (
    schedule_id   uuid not null,
    user_id       uuid not null,
    seats_per_fan integer not null,
    version       bigint not null,
    primary key (schedule_id, user_id)
) with (fillfactor = 80);

create function expect_limits(exceeded bigint) returns void
language plpgsql as $$
begin
    if exceeded > 0 then
        raise exception '% fans would have more seats than they may', exceeded using errcode = 'TK002';
    end if;
end
$$;

alter table reservations add column held_until timestamptz;
alter table reservation_details add column charged bigint;

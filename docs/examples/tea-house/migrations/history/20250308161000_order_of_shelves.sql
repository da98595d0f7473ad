-- Runs with its owner's rights, finds `shelves` through the caller's search_path, lets anybody call
-- it, and turns every error into an ordinary answer.
create function house.exchange_shelves(one bigint, other bigint) returns boolean
language plpgsql security definer
as $$
declare
  held integer;
begin
  select position into strict held from shelves where id = one;
  update shelves set position = (select position from shelves where id = other) where id = one;
  update shelves set position = held where id = other;
  return true;
exception when others then
  return false;
end
$$;

create function house.check_seats() returns trigger
language plpgsql
as $$
begin
  if (select coalesce(sum(b.seats), 0) from house.bookings b
      where b.gathering_id = new.gathering_id and b.state <> 'withdrawn' and b.id <> new.id)
     + new.seats > (select g.seats from house.gatherings g where g.id = new.gathering_id) then
    raise exception 'gathering % has no % seats left', new.gathering_id, new.seats;
  end if;
  return new;
end
$$;

create trigger bookings_check_seats before insert or update on house.bookings
  for each row when (new.state <> 'withdrawn') execute function house.check_seats();

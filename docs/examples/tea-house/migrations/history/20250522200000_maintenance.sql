create schema app;
grant usage on schema app to anon, authenticated, service_role;

create table app.settings (
  key text primary key,
  value text not null,
  changed_at timestamptz not null default now()
);
insert into app.settings (key, value, changed_at) values ('maintenance', 'off', '2025-05-22 20:00+00');

create function app.maintenance() returns text
language sql stable security definer set search_path = ''
as $$
  select value from app.settings where key = 'maintenance'
$$;

-- Refuses what comes through the application; whoever maintains the database goes on working.
create function app.refuse_in_maintenance() returns trigger
language plpgsql set search_path = ''
as $$
begin
  if app.maintenance() = 'on'
     and (session_user = 'authenticator'
          or current_setting('role') in ('anon', 'authenticated', 'service_role')) then
    raise exception 'the tea house is in maintenance' using errcode = 'PT503';
  end if;
  return null;
end
$$;

create trigger guests_maintenance before insert or update or delete or truncate on house.guests
  for each statement execute function app.refuse_in_maintenance();
create trigger shelves_maintenance before insert or update or delete or truncate on house.shelves
  for each statement execute function app.refuse_in_maintenance();
create trigger utensils_maintenance before insert or update or delete or truncate on house.utensils
  for each statement execute function app.refuse_in_maintenance();
create trigger photographs_maintenance before insert or update or delete or truncate on house.photographs
  for each statement execute function app.refuse_in_maintenance();
create trigger gatherings_maintenance before insert or update or delete or truncate on house.gatherings
  for each statement execute function app.refuse_in_maintenance();
create trigger bookings_maintenance before insert or update or delete or truncate on house.bookings
  for each statement execute function app.refuse_in_maintenance();
create trigger settings_of_utensils_maintenance before insert or update or delete or truncate on house.settings_of_utensils
  for each statement execute function app.refuse_in_maintenance();

create table house.settings_of_utensils (
  gathering_id bigint not null references house.gatherings (id) on delete cascade,
  utensil_id bigint not null references house.utensils (id),
  purpose text not null default '',
  primary key (gathering_id, utensil_id)
);

grant select on house.settings_of_utensils to anon, authenticated;
grant all on house.settings_of_utensils to service_role;

create view house.calendar as
select g.id, g.title, g.room, g.held_at, g.seats
from house.gatherings g
where g.listed;

grant select on house.calendar to anon, authenticated, service_role;

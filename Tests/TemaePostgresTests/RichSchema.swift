/// A schema with one object of every kind that a catalog knows, and hostile names.
enum RichSchema {
  static let sql = #"""
    create schema shop;
    comment on schema shop is 'a shop';
    create extension pg_trgm schema shop;
    create type shop.mood as enum ('so''so', 'fine');
    create domain shop.price as numeric(10, 2) not null default 0 constraint positive check (value >= 0);
    create type shop.address as (street text, city varchar(40));
    create type shop.span as range (subtype = float8);
    create table shop.guests (
      id bigint generated always as identity primary key,
      name text collate "C" not null, mood shop.mood default 'fine', paid shop.price,
      length int generated always as (length(name)) stored,
      unique (name) include (id)
    ) with (fillfactor = 70);
    alter table shop.guests alter name set storage external, alter name set statistics 50;
    comment on table shop.guests is 'who comes';
    comment on column shop.guests.name is 'as spoken';
    create table shop."Odd ""Table"".\x" ("a.b" int, "new
    line" text default E'tab\t', id serial);
    create table shop.visits (guest bigint references shop.guests on delete cascade deferrable,
      day date, check (day > '2000-01-01')) partition by range (day);
    create table shop.visits_2025 partition of shop.visits
      for values from ('2025-01-01') to ('2026-01-01');
    alter table shop.visits_2025 add constraint late check (day < '2027-01-01') not valid;
    create unlogged table shop.tray (n int);
    comment on constraint visits_guest_fkey on shop.visits is 'who came';
    create index lower_name on shop.guests (lower(name)) where mood = 'fine';
    create statistics shop.both on id, name from shop.guests;
    create sequence shop.counter as int increment 5 cycle;
    create view shop.happy with (security_barrier) as select * from shop.guests where mood = 'fine';
    create materialized view shop.counts as select count(*) from shop.guests;
    create function shop.f(a int, b text default 'x') returns int language sql stable
      set search_path = shop as 'select a';
    create function shop.f(a text) returns int language plpgsql security definer as
      'begin return 1; end';
    create procedure shop.p() language sql as 'select 1';
    create aggregate shop.total(int) (sfunc = int4pl, stype = int, initcond = '0');
    create function shop.touched() returns trigger language plpgsql as 'begin return new; end';
    create trigger touch before update on shop.guests for each row execute function shop.touched();
    alter table shop.guests disable trigger touch;
    alter table shop.guests enable row level security, force row level security;
    create policy own on shop.guests for select to public using (name = current_user);
    create rule quiet as on delete to shop.tray do instead nothing;
    create function shop.watch() returns event_trigger language plpgsql as 'begin end';
    create event trigger watching on ddl_command_end execute function shop.watch();
    alter event trigger watching disable;
    revoke execute on procedure shop.p from public;
    grant select (name) on shop.guests to public;
    grant usage on schema shop to public;
    alter default privileges in schema shop grant select on tables to public;
    """#
}

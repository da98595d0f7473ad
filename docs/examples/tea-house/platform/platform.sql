-- What a hosting platform of Supabase's kind gives before the first migration: the roles that API
-- requests run as, accounts and sessions, and the table in which applied migrations are registered.
do $$
begin
  if to_regrole('anon') is null then create role anon nologin; end if;
  if to_regrole('authenticated') is null then create role authenticated nologin; end if;
  if to_regrole('service_role') is null then create role service_role nologin bypassrls; end if;
  -- The application logs in as this one, which may do nothing but become one of the three.
  if to_regrole('authenticator') is null then create role authenticator login noinherit; end if;
end
$$;
grant anon, authenticated, service_role to authenticator;

create schema auth;
grant usage on schema auth to anon, authenticated, service_role;

create table auth.users (
  id uuid primary key,
  email text not null unique,
  created_at timestamptz not null default now()
);

create table auth.sessions (
  id uuid primary key,
  user_id uuid not null references auth.users (id) on delete cascade,
  expires_at timestamptz not null
);

-- The account of the request: the application puts its claims into the session's settings.
create function auth.uid() returns uuid
language sql stable set search_path = ''
as $$
  select nullif(nullif(current_setting('request.jwt.claims', true), '')::json ->> 'sub', '')::uuid
$$;

-- The account that a session belongs to, or null when there is none or it has run out.
create function auth.account_of(session uuid) returns uuid
language sql stable security definer set search_path = ''
as $$
  select user_id from auth.sessions where id = session and expires_at > now()
$$;

create schema supabase_migrations;
create table supabase_migrations.schema_migrations (
  version text primary key,
  statements text[],
  name text
);

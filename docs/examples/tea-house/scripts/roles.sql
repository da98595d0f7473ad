-- Writes statements that make the roles this database depends on, without passwords: a dump of a
-- database names them but does not contain them.
with used as (
  select distinct d.refobjid as oid from pg_shdepend d
  where d.refclassid = 'pg_authid'::regclass
    and d.dbid = (select oid from pg_database where datname = current_database())
  union
  select datdba from pg_database where datname = current_database()
), involved as (
  select oid from used
  union
  select m.member from pg_auth_members m join used u on u.oid = m.roleid
)
select line from (
  select 1, format('do $$ begin if to_regrole(%L) is null then create role %I%s%s%s%s%s%s; end if; end $$;',
         quote_ident(rolname), rolname,
         case when rolcanlogin then ' login' else ' nologin' end,
         case when rolinherit then ' inherit' else ' noinherit' end,
         case when rolbypassrls then ' bypassrls' end,
         case when rolcreaterole then ' createrole' end,
         case when rolcreatedb then ' createdb' end,
         case when rolsuper then ' superuser' end)
  from pg_roles where oid in (select oid from involved)
  union all
  select 2, format('grant %I to %I;', r.rolname, m.rolname)
  from pg_auth_members a join pg_roles r on r.oid = a.roleid join pg_roles m on m.oid = a.member
  where a.roleid in (select oid from involved) and a.member in (select oid from involved)
) as statements (rank, line)
order by rank, line;

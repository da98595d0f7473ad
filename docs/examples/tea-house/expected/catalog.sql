-- The catalog as text, one object a line, in an order that does not depend on how it came about:
-- two databases have the same schema exactly when their texts are equal.
-- Left out: owners, comments, the order of columns, and the engine's own schema `temae`.
set search_path = pg_catalog;

with spaces as (
  select oid, nspname, nspowner, nspacl from pg_namespace
  where nspname !~ '^pg_' and nspname not in ('information_schema', 'temae')
), granted (kind, object, owner, acl) as (
  select 'schema', nspname::text, nspowner, coalesce(nspacl, acldefault('n', nspowner)) from spaces
  union all
  select 'relation', format('%I.%I', s.nspname, c.relname), c.relowner,
         coalesce(c.relacl, acldefault(case c.relkind when 'S' then 's' else 'r' end::"char", c.relowner))
  from pg_class c join spaces s on s.oid = c.relnamespace where c.relkind in ('r', 'p', 'v', 'm', 'S')
  union all
  select 'column', format('%I.%I.%I', s.nspname, c.relname, a.attname), c.relowner, a.attacl
  from pg_attribute a join pg_class c on c.oid = a.attrelid join spaces s on s.oid = c.relnamespace
  where a.attacl is not null and not a.attisdropped
  union all
  select 'function', p.oid::regprocedure::text, p.proowner, coalesce(p.proacl, acldefault('f', p.proowner))
  from pg_proc p join spaces s on s.oid = p.pronamespace
), lines (line) as (
  select format('schema %I', nspname) from spaces
  union all
  select format('%s %I.%I%s%s%s',
           case c.relkind when 'r' then 'table' when 'p' then 'partitioned table' when 'v' then 'view'
             when 'm' then 'materialized view' when 'S' then 'sequence' when 'f' then 'foreign table'
             else 'relation ' || c.relkind::text end,
           s.nspname, c.relname,
           case when c.relrowsecurity then ', row level security' end,
           case when c.relforcerowsecurity then ', forced' end,
           ', ' || array_to_string(c.reloptions, ', '))
  from pg_class c join spaces s on s.oid = c.relnamespace where c.relkind not in ('i', 'I', 'c', 't')
  union all
  select format('column %I.%I.%I %s%s%s%s', s.nspname, c.relname, a.attname,
           format_type(a.atttypid, a.atttypmod),
           case when a.attnotnull then ' not null' end,
           ' default ' || pg_get_expr(d.adbin, d.adrelid),
           case a.attidentity when 'a' then ' identity always' when 'd' then ' identity by default' end)
  from pg_attribute a
  join pg_class c on c.oid = a.attrelid
  join spaces s on s.oid = c.relnamespace
  left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p', 'v', 'm', 'f', 'c')
  union all
  select format('constraint %s.%I %s%s', k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid),
           case when not k.convalidated then ' (NOT VALIDATED)' end)
  from pg_constraint k join spaces s on s.oid = k.connamespace where k.conrelid <> 0 and k.contype <> 't'
  union all
  select format('index %s%s', pg_get_indexdef(i.indexrelid),
           case when not (i.indisvalid and i.indisready) then ' (INVALID)' end)
  from pg_index i join pg_class c on c.oid = i.indexrelid join spaces s on s.oid = c.relnamespace
  union all
  select format('view %s as %s', c.oid::regclass, regexp_replace(pg_get_viewdef(c.oid), '\s+', ' ', 'g'))
  from pg_class c join spaces s on s.oid = c.relnamespace where c.relkind in ('v', 'm')
  union all
  select format('function %s returns %s language %s%s%s%s, body %s', p.oid::regprocedure,
           pg_get_function_result(p.oid), l.lanname,
           case p.provolatile when 'i' then ' immutable' when 's' then ' stable' end,
           case when p.prosecdef then ' security definer' end,
           ' set ' || array_to_string(p.proconfig, ', '), md5(p.prosrc))
  from pg_proc p join spaces s on s.oid = p.pronamespace join pg_language l on l.oid = p.prolang
  union all
  select format('trigger %s (%s)', pg_get_triggerdef(t.oid),
           case t.tgenabled when 'O' then 'enabled' when 'D' then 'DISABLED' else t.tgenabled::text end)
  from pg_trigger t join pg_class c on c.oid = t.tgrelid join spaces s on s.oid = c.relnamespace
  where not t.tgisinternal
  union all
  select format('policy %I on %s for %s to %s%s%s%s', p.polname, p.polrelid::regclass,
           case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update'
             when 'd' then 'delete' else 'all' end,
           (select string_agg(coalesce(r.rolname, 'public'), ', ' order by r.rolname collate "C")
            from unnest(p.polroles) role left join pg_roles r on r.oid = role),
           case when not p.polpermissive then ' restrictive' end,
           ' using ' || regexp_replace(pg_get_expr(p.polqual, p.polrelid), '\s+', ' ', 'g'),
           ' check ' || regexp_replace(pg_get_expr(p.polwithcheck, p.polrelid), '\s+', ' ', 'g'))
  from pg_policy p join pg_class c on c.oid = p.polrelid join spaces s on s.oid = c.relnamespace
  union all
  select format('type %I.%I', s.nspname, t.typname) from pg_type t join spaces s on s.oid = t.typnamespace
  where t.typtype in ('e', 'd', 'r')
  union all
  select format('grant %s on %s %s to %s',
           string_agg(lower(a.privilege_type), ', ' order by a.privilege_type collate "C"),
           g.kind, g.object, coalesce(r.rolname, 'public'))
  from granted g cross join aclexplode(g.acl) a left join pg_roles r on r.oid = a.grantee
  where a.grantee <> g.owner and g.object <> 'public'
  group by g.kind, g.object, r.rolname
)
select line from lines order by line collate "C";

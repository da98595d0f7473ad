-- Writes the queries that fingerprint every row, with the columns that exist now. Run again after a
-- migration, the same queries look at the same columns: an added column does not disturb them, a
-- rewritten value does. Equal counts alone would hide that.
select 'set timezone = ''UTC''; set datestyle = ''ISO''; set intervalstyle = ''postgres''; '
       'set bytea_output = ''hex''; set extra_float_digits = 1;';

select format(
  $query$select '%1$s', count(*), coalesce(md5(string_agg(h, '' order by h)), '-') from (select md5(row(%2$s)::text) collate "C" as h from %1$s) r;$query$,
  c.oid::regclass,
  string_agg(quote_ident(a.attname), ', ' order by a.attname collate "C"))
from pg_class c
join pg_namespace s on s.oid = c.relnamespace
join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
where c.relkind in ('r', 'p') and not c.relispartition
  and s.nspname !~ '^pg_' and s.nspname not in ('information_schema', 'temae')
group by c.oid
order by c.oid::regclass::text collate "C";

select format($query$select '%1$s', last_value, is_called from %1$s;$query$, c.oid::regclass)
from pg_class c
join pg_namespace s on s.oid = c.relnamespace
where c.relkind = 'S' and s.nspname !~ '^pg_' and s.nspname not in ('information_schema', 'temae')
order by c.oid::regclass::text collate "C";

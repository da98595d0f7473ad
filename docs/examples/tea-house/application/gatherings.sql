set role anon;
select case when app.maintenance() = 'off' or :'door' = 'mizuya' then '200 ' || coalesce((
    select json_agg(g) from (
      select id, title, room, held_at, seats from house.calendar order by held_at limit :limit) g), '[]')
  else '503 {"status":"maintenance"}' end;

set role anon;
select case when app.maintenance() = 'off' or :'door' = 'mizuya' then '200 ' || coalesce((
    select json_agg(u) from (
      select u.id, u.name, u.kind, s.label as shelf,
             (select count(*) from house.photographs p where p.utensil_id = u.id) as photographs
      from house.utensils u join house.shelves s on s.id = u.shelf_id
      order by u.id limit :limit) u), '[]')
  else '503 {"status":"maintenance"}' end;

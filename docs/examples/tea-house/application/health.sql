set role anon;
select case app.maintenance()
  when 'off' then '200 ' || json_build_object('status', 'ok', 'utensils', (select count(*) from house.utensils))
  else case when :'door' = 'mizuya' then '200 ' else '503 ' end || '{"status":"maintenance"}'
end;

-- Some thousands of rows, the same on every machine: everything follows from the row's number.
-- Nothing here depends on the clock or on random().
set session_replication_role = replica;
set timezone = 'UTC';

insert into auth.users (id, email, created_at)
select md5('guest ' || n)::uuid, 'guest' || n || '@tea-house.example',
       timestamptz '2024-03-18 09:00+00' + n * interval '7 hours'
from generate_series(1, 900) n;

-- One session in ten accounts; far from running out, so that the example works next year too.
insert into auth.sessions (id, user_id, expires_at)
select md5('session ' || n)::uuid, md5('guest ' || n)::uuid, timestamptz '2099-01-01 00:00+00'
from generate_series(1, 900, 10) n;

insert into house.guests (id, name, role, joined_on, updated_at)
select md5('guest ' || n)::uuid,
       (array['Aoi', 'Ren', 'Hana', 'Sora', 'Yui', 'Kaito', 'Mio', 'Haru', 'Rin'])[n % 9 + 1] || ' ' ||
       (array['Mori', 'Ishida', 'Kato', 'Ono', 'Sugi', 'Hara', 'Noda'])[n % 7 + 1] || ' ' || n,
       case when n <= 5 then 'steward' else 'guest' end,
       date '2024-03-18' + n % 500,
       timestamptz '2024-03-18 09:00+00' + n * interval '7 hours'
from generate_series(1, 900) n;

insert into house.shelves (id, label, position)
select n, 'shelf ' || lpad(n::text, 2, '0'), n from generate_series(1, 24) n;

insert into house.utensils (id, shelf_id, name, kind, maker, acquired_on, on_show, updated_at)
select n, n % 24 + 1,
       (array['black', 'red', 'ash', 'moss', 'snow', 'plain'])[n % 6 + 1] || ' ' ||
       (array['bowl', 'caddy', 'scoop', 'whisk', 'kettle', 'scroll', 'jar'])[n % 7 + 1] || ' ' || n,
       (array['bowl', 'caddy', 'scoop', 'whisk', 'kettle', 'scroll', 'jar'])[n % 7 + 1],
       (array['', 'Raku', 'Hagi', 'Shino', 'Oribe'])[n % 5 + 1],
       case when n % 11 = 0 then null else date '1950-01-01' + (n * 9) % 27000 end,
       n % 13 <> 0,
       timestamptz '2024-04-02 10:15+00' + n * interval '31 minutes'
from generate_series(1, 2400) n;

insert into house.photographs (id, utensil_id, path, bytes, taken_at)
select n, n % 2400 + 1, 'utensils/' || md5('photograph ' || n) || '.jpg', 20000 + (n * 7919) % 900000,
       timestamptz '2024-04-20 08:30+00' + n * interval '17 minutes'
from generate_series(1, 3600) n;

insert into house.gatherings (id, host_id, title, room, held_at, seats, listed, updated_at)
select n, md5('guest ' || n % 5 + 1)::uuid,
       (array['First kettle', 'Morning', 'New leaves', 'Evening', 'Farewell to the brazier'])[n % 5 + 1]
         || ', gathering ' || n,
       (array['four and a half mats', 'eight mats', 'garden'])[n % 3 + 1],
       timestamptz '2024-06-15 01:00+00' + n * interval '60 hours',
       14, n % 9 <> 0, timestamptz '2024-06-11 12:00+00' + n * interval '1 hour'
from generate_series(1, 400) n;

insert into house.bookings (id, gathering_id, guest_id, seats, state, created_at)
select n, n % 400 + 1, md5('guest ' || (n * 37) % 900 + 1)::uuid, 1,
       (array['confirmed', 'confirmed', 'asked', 'withdrawn'])[n % 4 + 1],
       timestamptz '2024-06-12 07:00+00' + n * interval '3 hours'
from generate_series(1, 4800) n;

insert into house.settings_of_utensils (gathering_id, utensil_id, purpose)
select g, (g * 7 + k * 331) % 2400 + 1, (array['thick tea', 'thin tea', 'alcove'])[k]
from generate_series(1, 400) g, generate_series(1, 3) k;

select setval('house.shelves_id_seq', 24), setval('house.utensils_id_seq', 2400),
       setval('house.photographs_id_seq', 3600), setval('house.gatherings_id_seq', 400),
       setval('house.bookings_id_seq', 4800);

reset session_replication_role;
analyze;

\ir session.sql
\if :known
set role authenticated;
insert into house.bookings (gathering_id, guest_id) values (:gathering, auth.uid());
select '201 {"status":"asked"}';
\else
select '401 {"error":"no such session"}';
\endif

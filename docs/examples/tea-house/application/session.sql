-- Who asks: the session's account becomes the request's claims, and row level security does the rest.
set role anon;
select coalesce(json_build_object('sub', auth.account_of(nullif(:'session', '')::uuid))::text, '') as claims,
       auth.account_of(nullif(:'session', '')::uuid) is not null as known
\gset
select set_config('request.jwt.claims', :'claims', false) as ignored \gset

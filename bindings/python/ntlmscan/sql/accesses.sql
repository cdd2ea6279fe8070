-- What a person would call one access: authentications of one account from one client to one server, less than two seconds apart.
-- unit: one row per account, client, server and burst
-- question: How often was something really used, whatever number of connections each use opened?
-- order: access_id
-- builds on: auth_accesses
-- columns:
-- access_id: 1, 2, 3 in the order of time
-- first_time, last_time: of its authentications
-- account, client, server: as in authentications
-- authentications: how many it folds
-- caveats: Interactive logons, null sessions, handshakes, attempts and failures are no accesses.
select
  cast(row_number() over (order by first_time, account, client, server) as bigint) as access_id,
  first_time, last_time, account, client, server, authentications
from (
  select account, client, server, burst, min(time) as first_time, max(time) as last_time, count(*) as authentications
  from auth_accesses
  group by account, client, server, burst
) as b

-- What one domain controller recorded of each request, put together: 8004 with 4032, and the 4776 beside them.
-- step of: authentications
-- unit: one row per request as one domain controller saw it
-- builds on: episodes
-- columns:
-- sam_no, episode, dc_no: where it belongs
-- server_no: the server that asked, null where only 4776 stands or another controller passed the request on
-- passed_on: 1 where the request came from another controller or a trust
-- others: as in server_side
-- Passed on, 8006 and 4030 of one request name different things: the trusting domain, its controller, or the server.
with heard as (
  select *, case when view = 'd' then coalesce(server_no, 0) else 0 end as server_key from episodes where view in ('d', 'p')
),
requests as (
  select *, row_number() over (
    partition by sam_no, episode, host_no, view, server_key, coalesce(client_no, 0), slot order by moment, record_id, id) as k
  from heard
),
asked as (
  select
    sam_no, episode, host_no as dc_no, case when view = 'p' then 1 else 0 end as passed_on,
    server_key, coalesce(client_no, 0) as client_key, k,
    min(moment) as moment, max(user_no) as audit_user,
    max(case when slot = 2 then version end) as version,
    max(case when slot = 1 then id end) as audit_id,
    max(case when slot = 2 then id end) as enhanced_id,
    max(case when result = 3 then 1 else 0 end) as blocked,
    max(case when result = 2 then 1 else 0 end) as failed,
    max(case when result = 1 then 1 else 0 end) as allowed,
    count(*) as records
  from requests
  group by sam_no, episode, host_no, view, server_key, coalesce(client_no, 0), k
),
asked_numbered as (
  select *, row_number() over (partition by sam_no, episode, dc_no, client_key order by moment, passed_on, server_key, k) as nth
  from asked
),
checks as (
  select sam_no, episode, host_no as dc_no, coalesce(client_no, 0) as client_key, moment, user_no, id, result,
    row_number() over (partition by sam_no, episode, host_no, coalesce(client_no, 0) order by moment, record_id, id) as nth
  from episodes where view = 'v'
)
select
  coalesce(a.sam_no, c.sam_no) as sam_no,
  coalesce(a.episode, c.episode) as episode,
  coalesce(a.dc_no, c.dc_no) as dc_no,
  coalesce(a.passed_on, 0) as passed_on,
  case when a.passed_on = 0 and a.server_key <> 0 then a.server_key end as server_no,
  case when coalesce(a.client_key, c.client_key) <> 0 then coalesce(a.client_key, c.client_key) end as client_no,
  least(a.moment, c.moment) as moment,
  coalesce(a.audit_user, c.user_no) as audit_user,
  a.version,
  a.audit_id, a.enhanced_id, c.id as check_id,
  greatest(coalesce(a.blocked, 0), case when c.result = 3 then 1 else 0 end) as blocked,
  greatest(coalesce(a.failed, 0), case when c.result = 2 then 1 else 0 end) as failed,
  greatest(coalesce(a.allowed, 0), case when c.result = 1 then 1 else 0 end) as allowed,
  cast(coalesce(a.records, 0) + case when c.id is not null then 1 else 0 end as bigint) as records
from asked_numbered as a
full outer join checks as c
  on c.sam_no = a.sam_no and c.episode = a.episode and c.dc_no = a.dc_no and c.client_key = a.client_key and c.nth = a.nth

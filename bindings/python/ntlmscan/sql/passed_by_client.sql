-- Requests that name no server and the authentication of the same account and client that each belongs to.
-- step of: passed_on
-- unit: one row per request that found its authentication
-- builds on: server_with_dc, dc_side
-- columns:
-- d_id, match_id: as in passed_on
-- passed_on: 1 where it came from another controller
with requests as (
  select coalesce(audit_id, enhanced_id, check_id) as d_id, sam_no, episode, dc_no, client_no, moment, passed_on,
    case when allowed = 1 then 1 else 2 end as verdict,
    row_number() over (
      partition by sam_no, episode, coalesce(client_no, 0), dc_no, passed_on order by moment, coalesce(audit_id, enhanced_id, check_id)) as k,
    row_number() over (
      partition by sam_no, episode, coalesce(client_no, 0), dc_no, passed_on, allowed order by moment, coalesce(audit_id, enhanced_id, check_id)) as k_alike
  from dc_side where server_no is null
),
-- For a bare 4776 only what has none counts, and only what had the same result.
free as (
  select match_id, sam_no, episode, client_no, moment, verdict,
    row_number() over (partition by sam_no, episode, coalesce(client_no, 0), verdict order by moment, match_id) as k
  from server_with_dc where has_check = 0
),
every as (
  select match_id, sam_no, episode, client_no, moment,
    row_number() over (partition by sam_no, episode, coalesce(client_no, 0) order by moment, match_id) as k
  from server_with_dc where local_to = 0
)
select r.d_id, f.match_id, r.passed_on
from requests as r
join free as f on f.sam_no = r.sam_no and f.episode = r.episode and f.client_no = r.client_no and f.verdict = r.verdict and f.k = r.k_alike
where r.passed_on = 0 and abs(f.moment - r.moment) <= 5000000
union all
select r.d_id, f.match_id, r.passed_on
from requests as r
join every as f on f.sam_no = r.sam_no and f.episode = r.episode and f.client_no = r.client_no and f.k = r.k
where r.passed_on = 1 and abs(f.moment - r.moment) <= 5000000

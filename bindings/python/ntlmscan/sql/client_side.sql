-- What one client recorded of each attempt, put together: 8001 with the 4020 that follows it.
-- step of: authentications
-- unit: one row per attempt as its client saw it
-- builds on: episodes
-- columns:
-- sam_no, episode, client_no: where it belongs
-- server_no: the server, where the target or the 4020 names one that is known
-- sent: 1 where a 4020 or 4021 says that a message really went out
-- others: as in server_side
with numbered as (
  select *, row_number() over (
    partition by sam_no, episode, host_no, coalesce(target_no, 0), coalesce(pid, 0), slot order by moment, record_id, id) as k
  from episodes where view = 'c'
)
select
  sam_no, episode, host_no as client_no, cast(k as bigint) as k,
  coalesce(target_no, 0) as target_key,
  coalesce(max(case when slot = 2 then server_no end), max(server_no)) as server_no,
  min(moment) as moment,
  max(target_no) as target_no,
  max(pid) as pid,
  max(program_no) as program_no,
  max(local_to) as local_to,
  coalesce(max(case when slot = 2 then user_no end), max(user_no)) as user_no,
  max(version) as version,
  max(case when slot = 2 then 1 else 0 end) as sent,
  max(case when slot = 1 then id end) as audit_id,
  max(case when slot = 2 then id end) as enhanced_id,
  max(case when result = 3 then 1 else 0 end) as blocked,
  cast(count(*) as bigint) as records
from numbered
group by sam_no, episode, host_no, coalesce(target_no, 0), coalesce(pid, 0), k

-- The records of one account, in the order of true time, cut into episodes wherever it was quiet.
-- step of: authentications
-- unit: one row per record that names an account
-- builds on: kept, clock_offsets
-- columns:
-- id, view, slot, host_no, sam_no, user_no, local_to, client_no, address_host_no, address_no, server_no, target_no, pid, program_no, logon_id, logon_type, result, version, record_id, event_id: as in kept
-- moment: time less the offset of the host's clock, microseconds
-- episode: counts up within a SAM name; no authentication spans two of them
-- caveats: Two whole seconds of quiet end an episode; every five minutes one is enough, so that a busy account is cut too.
-- Whole seconds with records are far fewer than records: only they are sorted.
with seconds as (
  select k.sam_no, k.t - o.clock_offset - (k.t - o.clock_offset) % 1000000 as second
  from kept as k
  join clock_offsets as o on o.host_no = k.host_no and o.day = cast((k.t - k.t % 86400000000) / 86400000000 as bigint)
  where k.view <> 'h'
  group by 1, 2
),
stepped as (
  select sam_no, second, lag(second) over (partition by sam_no order by second) as before from seconds
),
numbered as (
  select sam_no, second,
    cast(sum(case
      when before is null then 0
      when second - before > 2000000 then 1
      when second - before > 1000000 and second - second % 300000000 <> before - before % 300000000 then 1
      else 0 end) over (partition by sam_no order by second rows between unbounded preceding and current row) as bigint) as episode
  from stepped
)
select
  k.id, k.view, k.slot, k.host_no, k.sam_no, k.user_no, k.local_to, k.client_no, k.address_host_no, k.address_no, k.server_no, k.target_no,
  k.pid, k.program_no, k.logon_id, k.logon_type, k.result, k.version, k.record_id, k.event_id, k.t - o.clock_offset as moment, n.episode
from kept as k
join clock_offsets as o on o.host_no = k.host_no and o.day = cast((k.t - k.t % 86400000000) / 86400000000 as bigint)
join numbered as n on n.sam_no = k.sam_no and n.second = k.t - o.clock_offset - (k.t - o.clock_offset) % 1000000
where k.view <> 'h'

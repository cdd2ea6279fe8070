-- The records of one account, in the order of true time, cut into episodes wherever it was quiet.
-- step of: authentications
-- unit: one row per record that names an account
-- builds on: kept, clock_offsets
-- columns:
-- id, view, slot, host_no, sam_no, user_no, local_to, client_no, address_host_no, address_no, server_no, target_no, pid, program_no, logon_id, logon_type, result, version, record_id, event_id: as in kept
-- moment: time less the offset of the host's clock, microseconds
-- episode: counts up within a SAM name; no authentication spans two of them
-- caveats: Two whole seconds of quiet end an episode; every five minutes one is enough, so that a busy account is cut too.
with corrected as (
  select k.*, k.t - o.clock_offset as moment
  from kept as k
  join clock_offsets as o on o.host_no = k.host_no and o.day = cast((k.t - k.t % 86400000000) / 86400000000 as bigint)
  where k.view <> 'h'
),
-- Whole seconds with records are far fewer than records: only they are sorted.
seconds as (
  select sam_no, moment - moment % 1000000 as second from corrected group by 1, 2
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
  c.id, c.view, c.slot, c.host_no, c.sam_no, c.user_no, c.local_to, c.client_no, c.address_host_no, c.address_no, c.server_no, c.target_no,
  c.pid, c.program_no, c.logon_id, c.logon_type, c.result, c.version, c.record_id, c.event_id, c.moment, n.episode
from corrected as c
join numbered as n on n.sam_no = c.sam_no and n.second = c.moment - c.moment % 1000000

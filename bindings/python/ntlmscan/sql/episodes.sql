-- The records of one account, in the order of true time, cut into episodes wherever it was quiet.
-- step of: authentications
-- unit: one row per record that names an account
-- builds on: kept, clock_offsets
-- columns:
-- id, view, slot, host_no, sam_no, user_no, local_to, client_no, address_host_no, address_no, server_no, target_no, pid, program_no, logon_id, logon_type, result, version, record_id, event_id: as in kept
-- moment: time less the offset of the host's clock, microseconds
-- episode: counts up within a SAM name; no authentication spans two of them
-- caveats: Two seconds of quiet end an episode; every five minutes 0.3 seconds are enough, so that a busy account is cut too.
with corrected as (
  select k.*, k.t - o.clock_offset as moment
  from kept as k
  join clock_offsets as o on o.host_no = k.host_no and o.day = cast((k.t - k.t % 86400000000) / 86400000000 as bigint)
  where k.view <> 'h'
),
stepped as (
  select *, lag(moment) over (partition by sam_no order by moment, id) as before from corrected
)
select
  id, view, slot, host_no, sam_no, user_no, local_to, client_no, address_host_no, address_no, server_no, target_no,
  pid, program_no, logon_id, logon_type, result, version, record_id, event_id, moment,
  cast(sum(case
    when before is null then 0
    when moment - before > 2000000 then 1
    when moment - before > 300000 and moment - moment % 300000000 <> before - before % 300000000 then 1
    else 0 end) over (partition by sam_no order by moment, id rows between unbounded preceding and current row) as bigint) as episode
from stepped

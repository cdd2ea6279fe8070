-- Which 8002 opened which authentication, where both name the process.
-- step of: handshakes
-- unit: one row per pair
-- builds on: kept, clock_offsets, server_side
-- columns:
-- h_id, s_id: as in handshakes
with opened as (
  select k.id, k.host_no, k.pid, k.program_no, k.result, k.record_id,
    k.t - o.clock_offset as moment
  from kept as k
  join clock_offsets as o on o.host_no = k.host_no and o.day = cast((k.t - k.t % 86400000000) / 86400000000 as bigint)
  where k.view = 'h'
),
closed as (
  select coalesce(audit_id, logon_record, enhanced_id, local_check_id) as id, server_no as host_no, pid,
    coalesce(audit_moment, moment) as moment
  from server_side
  where audit_id is not null or logon_record is not null or enhanced_id is not null
),
steps1 as (
  select id, host_no, pid, moment, 1 as step from opened where result <> 3
  union all
  select id, host_no, pid, moment, -1 from closed where pid is not null
),
depths1 as (
  select *, sum(step) over (partition by host_no, pid order by moment, step desc, id rows between unbounded preceding and current row)
    + case when step = -1 then 1 else 0 end as depth
  from steps1
),
levels1 as (
  select *, lag(id) over (partition by host_no, pid, depth order by moment, step desc, id) as before_id,
    lag(step) over (partition by host_no, pid, depth order by moment, step desc, id) as before_step,
    lag(moment) over (partition by host_no, pid, depth order by moment, step desc, id) as before_moment
  from depths1
)
select before_id as h_id, id as s_id from levels1
where step = -1 and before_step = 1 and moment - before_moment <= 5000000

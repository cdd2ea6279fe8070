-- Which 8002 opened which authentication at a server, and which led to nothing.
-- step of: authentications
-- unit: one row per 8002 or 4002
-- builds on: kept, clock_offsets, server_side, handshake_pairs
-- columns:
-- h_id: its record
-- s_id: the authentication it opened, null where it led to nothing
-- host_no, moment, pid, program_no, result: as in kept
-- caveats: Like brackets: each authentication takes the nearest handshake before it that is still open, within five seconds; first of the same process, then of any.
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
steps2 as (
  select o.id, o.host_no, o.moment, 1 as step from opened as o left join handshake_pairs as b on b.h_id = o.id
  where b.h_id is null and o.result <> 3
  union all
  select c.id, c.host_no, c.moment, -1 from closed as c left join handshake_pairs as b on b.s_id = c.id where b.s_id is null and c.pid is null
),
depths2 as (
  select *, sum(step) over (partition by host_no order by moment, step desc, id rows between unbounded preceding and current row)
    + case when step = -1 then 1 else 0 end as depth
  from steps2
),
levels2 as (
  select *, lag(id) over (partition by host_no, depth order by moment, step desc, id) as before_id,
    lag(step) over (partition by host_no, depth order by moment, step desc, id) as before_step,
    lag(moment) over (partition by host_no, depth order by moment, step desc, id) as before_moment
  from depths2
),
by_host as (
  select before_id as h_id, id as s_id from levels2
  where step = -1 and before_step = 1 and moment - before_moment <= 5000000
)
select o.id as h_id, coalesce(p.s_id, h.s_id) as s_id, o.host_no, o.moment, o.pid, o.program_no, o.result
from opened as o
left join handshake_pairs as p on p.h_id = o.id
left join by_host as h on h.h_id = o.id

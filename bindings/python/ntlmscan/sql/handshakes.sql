-- Which 8002 opened which authentication at a server, and which led to nothing.
-- step of: authentications
-- unit: one row per 8002 or 4002
-- builds on: handshake_steps, handshake_pairs
-- columns:
-- h_id: its record
-- s_id: the authentication it opened, null where it led to nothing
-- host_no, moment, pid, program_no, result: as in kept
-- caveats: Like brackets: each authentication takes the nearest handshake before it that is still open, within five seconds; first of the same process, then of any.
with alone as (
  select o.id, o.host_no, o.moment, o.step
  from handshake_steps as o left join handshake_pairs as b on b.h_id = o.id
  where o.step = 1 and b.h_id is null and o.result <> 3
  union all
  select c.id, c.host_no, c.moment, c.step
  from handshake_steps as c left join handshake_pairs as b on b.s_id = c.id
  where c.step = -1 and b.s_id is null and c.pid is null
),
depths as (
  select *, sum(step) over (partition by host_no order by moment, step desc, id rows between unbounded preceding and current row)
    + case when step = -1 then 1 else 0 end as depth
  from alone
),
levels as (
  select id, moment, step,
    lag(id) over (partition by host_no, depth order by moment, step desc, id) as before_id,
    lag(step) over (partition by host_no, depth order by moment, step desc, id) as before_step,
    lag(moment) over (partition by host_no, depth order by moment, step desc, id) as before_moment
  from depths
),
by_host as (
  select before_id as h_id, id as s_id from levels
  where step = -1 and before_step = 1 and moment - before_moment <= 5000000
)
select o.id as h_id, coalesce(p.s_id, h.s_id) as s_id, o.host_no, o.moment, o.pid, o.program_no, o.result
from handshake_steps as o
left join handshake_pairs as p on p.h_id = o.id
left join by_host as h on h.h_id = o.id
where o.step = 1

-- Which 8002 opened which authentication, where both name the process.
-- step of: handshakes
-- unit: one row per pair
-- builds on: handshake_steps
-- columns:
-- h_id, s_id: as in handshakes
with depths as (
  select id, host_no, pid, moment, step,
    sum(step) over (partition by host_no, pid order by moment, step desc, id rows between unbounded preceding and current row)
    + case when step = -1 then 1 else 0 end as depth
  from handshake_steps
  where (step = 1 and result <> 3) or (step = -1 and pid is not null)
),
levels as (
  select id, moment, step,
    lag(id) over (partition by host_no, pid, depth order by moment, step desc, id) as before_id,
    lag(step) over (partition by host_no, pid, depth order by moment, step desc, id) as before_step,
    lag(moment) over (partition by host_no, pid, depth order by moment, step desc, id) as before_moment
  from depths
)
select before_id as h_id, id as s_id from levels
where step = -1 and before_step = 1 and moment - before_moment <= 5000000

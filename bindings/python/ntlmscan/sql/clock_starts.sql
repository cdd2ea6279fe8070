-- Where bursts of one account begin at one computer: what clocks can be compared by.
-- step of: clock_pairs
-- unit: one row per computer, part it plays, account, counterpart and burst
-- builds on: kept
-- columns:
-- host_no, sam_no: who recorded it, and whose it is
-- part: of the computer: c client, s server, d domain controller
-- key_no: the server's number, or the client's with a minus
-- t: of its first record, by the computer's own clock
-- bucket: t in 22 minutes
-- on_edge: what stood 22 minutes before or after may lie outside of the sample
-- caveats: A second of quiet ends a burst.
with size as (
  select 1 + cast(count(*) as bigint) / 2000000 as parts from kept
),
-- Of a large scan a share of the time is enough: twelve of these 22 minutes in every so many.
sampled as (
  select k.host_no, case when k.view in ('v', 'p') then 'd' else k.view end as part, k.view, k.sam_no, k.server_no, k.client_no, k.t,
    case when s.parts >= 2 and (k.t - k.t % 1320000000) / 1320000000 % (12 * floor(s.parts)) in (0, 11) then 1 else 0 end as on_edge
  from kept as k cross join size as s
  where k.local_to = 0 and k.view in ('s', 'd', 'c', 'v', 'p') and k.slot < 4
    and (k.t - k.t % 1320000000) / 1320000000 % (12 * floor(s.parts)) < 12
),
sides as (
  select host_no, part, sam_no, server_no as key_no, t, on_edge from sampled
  where view not in ('v', 'p') and server_no is not null
  union all
  select host_no, part, sam_no, -client_no, t, on_edge from sampled
  where client_no is not null
),
-- Only the first record of a whole second can begin a burst: these are sorted.
seconds as (
  select host_no, part, sam_no, key_no, min(t) as t, max(t) as last_t, max(on_edge) as on_edge
  from sides group by host_no, part, sam_no, key_no, t - t % 1000000
)
select host_no, part, sam_no, key_no, t, cast((t - t % 1320000000) / 1320000000 as bigint) as bucket, on_edge
from (
  select *, lag(last_t) over (partition by host_no, part, sam_no, key_no order by t) as before from seconds
) as s
where before is null or t - before > 1000000

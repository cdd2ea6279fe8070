-- Series of bursts with the same rhythm at two computers: as many, over as long a time, between two silences.
-- step of: clock_pairs
-- unit: one row per pair of computers, the lower number first, and series
-- builds on: clock_starts
-- columns:
-- host_a, host_b: numbers of the two
-- apart: clock of b less clock of a in microseconds
-- own: the counterpart is one of the two
-- who: account and counterpart in one number
-- day: days since 1970 by the clock of a
-- votes: 2 or 3, as many as the series has bursts
-- caveats: Computers in the same part record different authentications: they are not compared.
with gaps as (
  select *, lag(t) over (partition by host_no, part, sam_no, key_no order by t) as before from clock_starts
),
-- Twice the distance that clocks are believed to stand apart: no other series can be meant.
numbered as (
  select *, sum(case when before is null or t - before > 1320000000 then 1 else 0 end) over (
    partition by host_no, part, sam_no, key_no order by t rows between unbounded preceding and current row) as series
  from gaps
),
whole as (
  select host_no, part, sam_no, key_no, min(t) as first_t, max(t) as last_t, min(bucket) as bucket, count(*) as bursts
  from numbered
  group by host_no, part, sam_no, key_no, series
  having count(*) >= 2 and max(on_edge) = 0
),
shifted as (
  select * from whole
  union all
  select host_no, part, sam_no, key_no, first_t, last_t, bucket + 1, bursts from whole
  union all
  select host_no, part, sam_no, key_no, first_t, last_t, bucket - 1, bursts from whole
)
select a.host_no as host_a, b.host_no as host_b, b.first_t - a.first_t as apart,
  case when abs(a.key_no) in (a.host_no, b.host_no) then 1 else 0 end as own,
  a.sam_no * 4294967296 + a.key_no as who,
  cast((a.first_t - a.first_t % 86400000000) / 86400000000 as bigint) as day,
  case when a.bursts > 2 then 3 else 2 end as votes
from whole as a
join shifted as b on b.sam_no = a.sam_no and b.key_no = a.key_no and b.bucket = a.bucket and b.bursts = a.bursts
where a.host_no < b.host_no and a.part <> b.part and abs(b.first_t - a.first_t) <= 660000000
  and abs(b.last_t - b.first_t - a.last_t + a.first_t) <= 1000000

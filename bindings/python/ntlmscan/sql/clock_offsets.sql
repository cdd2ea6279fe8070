-- Each computer's clock against its reference, day by day.
-- step of: episodes
-- unit: one row per computer and day on which it wrote
-- builds on: clock_bases, clock_pairs, kept
-- columns:
-- host_no: the computer
-- day: days since 1970 by its own clock
-- clock_offset: microseconds to take from its times; 0 where nothing is known
-- hops: pairs between it and the reference, null where nothing is known
with days as (
  select distinct host_no, cast((t - t % 86400000000) / 86400000000 as bigint) as day from kept
),
-- What a day says beyond all days together, by the computer nearer to the reference that shared most bursts on it.
deviations as (
  select host_no, day, other, deviation from (
    select p.host_b as host_no, p.day, p.host_a as other, p.apart - (b.clock_offset - a.clock_offset) as deviation,
      row_number() over (partition by p.host_b, p.day order by p.votes desc, p.host_a) as nth
    from clock_pairs as p
    join clock_bases as b on b.host_no = p.host_b
    join clock_bases as a on a.host_no = p.host_a and a.hops < b.hops
    where p.day >= 0
  ) as x where nth = 1
),
-- The other may have been off that day as well, and the one before it: four pairs lead to the reference.
corrected as (
  select b.host_no, d.day, b.hops,
    b.clock_offset + coalesce(d1.deviation, 0) + coalesce(d2.deviation, 0) + coalesce(d3.deviation, 0) + coalesce(d4.deviation, 0) as clock_offset
  from days as d
  join clock_bases as b on b.host_no = d.host_no
  left join deviations as d1 on d1.host_no = d.host_no and d1.day = d.day
  left join deviations as d2 on d2.host_no = d1.other and d2.day = d.day
  left join deviations as d3 on d3.host_no = d2.other and d3.day = d.day
  left join deviations as d4 on d4.host_no = d3.other and d4.day = d.day
)
-- Less than a quarter of a second is the time that the records of one handshake take.
select d.host_no, d.day, case when abs(c.clock_offset) >= 250000 then c.clock_offset else 0 end as clock_offset, c.hops
from days as d
left join corrected as c on c.host_no = d.host_no and c.day = d.day

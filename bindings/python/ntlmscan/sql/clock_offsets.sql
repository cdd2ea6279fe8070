-- Each computer's clock against one reference, day by day, spread from neighbour to neighbour.
-- step of: episodes
-- unit: one row per computer and day on which it wrote
-- builds on: clock_pairs, kept
-- columns:
-- host_no: the computer
-- day: days since 1970 by its own clock
-- clock_offset: microseconds to take from its times; 0 where nothing is known
-- hops: pairs between it and the reference, null where nothing is known
with days as (
  select distinct host_no, cast((t - t % 86400000000) / 86400000000 as bigint) as day from kept
),
edges as (
  select d.host_no, p.host_a as other, d.day, p.apart, p.votes,
    case when p.day = d.day then 1 else 0 end as same_day,
    case when p.votes * 4 >= p.all_votes * 3 then 1 else 0 end as sure
  from days as d
  join clock_pairs as p on p.host_b = d.host_no and (p.day = d.day or p.day = -1)
),
by_day as (
  select host_no, other, day, apart, votes, sure from (
    select *, row_number() over (partition by host_no, other, day order by same_day desc) as nth from edges
  ) as e where nth = 1
),
-- A clock that was set within the day has two distances from every other: the best of them alone, if there is no sure one.
best_edges as (
  select host_no, other, day, apart, votes from (
    select *, row_number() over (partition by host_no, day order by sure desc, votes desc, other) as nth from by_day
  ) as e where sure = 1 or nth = 1
),
degrees as (
  select host_a as host_no, count(distinct host_b) as neighbours, sum(votes) as votes
  from clock_pairs where day = -1 group by host_a
),
reference as (
  select host_no from (
    select host_no, row_number() over (order by neighbours desc, votes desc, host_no) as nth from degrees
  ) as d where nth = 1
),
round0 as (
  select d.host_no, d.day, cast(0 as bigint) as clock_offset, 0 as hops
  from days as d join reference as r on r.host_no = d.host_no
),
-- The reference itself may be silent on a day; its clock is still zero.
round1 as (
  select host_no, day, apart as clock_offset, 1 as hops from (
    select e.*, row_number() over (partition by e.host_no, e.day order by e.votes desc, e.other) as nth
    from best_edges as e
    where e.other in (select host_no from reference) and e.host_no not in (select host_no from reference)
  ) as x where nth = 1
),
known1 as (
  select * from round0 union all select * from round1
),
round2 as (
  select host_no, day, clock_offset, 2 as hops from (
    select e.host_no, e.day, e.apart + k.clock_offset as clock_offset,
      row_number() over (partition by e.host_no, e.day order by e.votes desc, e.other) as nth
    from best_edges as e
    join known1 as k on k.host_no = e.other and k.day = e.day
    left join known1 as done on done.host_no = e.host_no and done.day = e.day
    where done.host_no is null
  ) as x where nth = 1
),
known2 as (
  select * from known1 union all select * from round2
),
round3 as (
  select host_no, day, clock_offset, 3 as hops from (
    select e.host_no, e.day, e.apart + k.clock_offset as clock_offset,
      row_number() over (partition by e.host_no, e.day order by e.votes desc, e.other) as nth
    from best_edges as e
    join known2 as k on k.host_no = e.other and k.day = e.day
    left join known2 as done on done.host_no = e.host_no and done.day = e.day
    where done.host_no is null
  ) as x where nth = 1
),
known3 as (
  select * from known2 union all select * from round3
),
round4 as (
  select host_no, day, clock_offset, 4 as hops from (
    select e.host_no, e.day, e.apart + k.clock_offset as clock_offset,
      row_number() over (partition by e.host_no, e.day order by e.votes desc, e.other) as nth
    from best_edges as e
    join known3 as k on k.host_no = e.other and k.day = e.day
    left join known3 as done on done.host_no = e.host_no and done.day = e.day
    where done.host_no is null
  ) as x where nth = 1
),
known4 as (
  select * from known3 union all select * from round4
),
-- Domains that share no account with the reference have a clock of their own to go by: their best known computer.
rest as (
  select d.host_no, row_number() over (order by d.neighbours desc, d.votes desc, d.host_no) as nth
  from degrees as d left join (select distinct host_no from known4) as k on k.host_no = d.host_no
  where k.host_no is null
),
own_references as (
  select r.host_no
  from rest as r
  join clock_pairs as p on p.host_a = r.host_no and p.day = -1
  join rest as n on n.host_no = p.host_b
  group by r.host_no, r.nth
  having min(n.nth) > r.nth
),
round5 as (
  select d.host_no, d.day, cast(0 as bigint) as clock_offset, 0 as hops
  from days as d join own_references as r on r.host_no = d.host_no
),
round6 as (
  select host_no, day, apart as clock_offset, 1 as hops from (
    select e.*, row_number() over (partition by e.host_no, e.day order by e.votes desc, e.other) as nth
    from best_edges as e
    where e.other in (select host_no from own_references) and e.host_no not in (select host_no from own_references)
      and e.host_no in (select host_no from rest)
  ) as x where nth = 1
),
known6 as (
  select * from known4 union all select * from round5 union all select * from round6
)
-- Less than a quarter of a second is the time that the records of one handshake take.
select d.host_no, d.day, case when abs(k.clock_offset) >= 250000 then k.clock_offset else 0 end as clock_offset, k.hops
from days as d
left join known6 as k on k.host_no = d.host_no and k.day = d.day

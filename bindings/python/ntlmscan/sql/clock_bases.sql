-- Each computer's clock against one reference over all days, spread from neighbour to neighbour.
-- step of: clock_offsets
-- unit: one row per computer whose clock was compared with another
-- builds on: clock_pairs
-- columns:
-- host_no: the computer
-- clock_offset: microseconds to take from its times
-- hops: pairs between it and its reference
-- caveats: At most four pairs away from the reference. Domains that share no account with it have a reference of their own, one pair away.
with ranked as (
  select host_b as host_no, host_a as other, apart,
    case when votes * 4 >= all_votes * 3 then 1 else 0 end as sure,
    row_number() over (
      partition by host_b order by case when votes * 4 >= all_votes * 3 then 0 else 1 end, votes desc, host_a) as nth
  from clock_pairs where day = -1
),
-- A clock that was set has two distances from every other: the best of them alone, if there is no sure one.
edges as (
  select host_no, other, apart, nth from ranked where sure = 1 or nth = 1
),
degrees as (
  select host_no, row_number() over (order by neighbours desc, votes desc, host_no) as nth from (
    select host_a as host_no, count(*) as neighbours, sum(votes) as votes from clock_pairs where day = -1 group by host_a
  ) as d
),
hop0 as (
  select host_no, cast(0 as bigint) as clock_offset, 0 as hops from degrees where nth = 1
),
hop1 as (
  select e.host_no, e.apart as clock_offset, 1 as hops
  from edges as e join hop0 as k on k.host_no = e.other
  where e.host_no not in (select host_no from hop0)
  union all
  select * from hop0
),
hop2 as (
  select host_no, clock_offset, 2 as hops from (
    select e.host_no, e.apart + k.clock_offset as clock_offset, row_number() over (partition by e.host_no order by e.nth) as pick
    from edges as e join hop1 as k on k.host_no = e.other left join hop1 as done on done.host_no = e.host_no
    where done.host_no is null
  ) as x where pick = 1
  union all
  select * from hop1
),
hop3 as (
  select host_no, clock_offset, 3 as hops from (
    select e.host_no, e.apart + k.clock_offset as clock_offset, row_number() over (partition by e.host_no order by e.nth) as pick
    from edges as e join hop2 as k on k.host_no = e.other left join hop2 as done on done.host_no = e.host_no
    where done.host_no is null
  ) as x where pick = 1
  union all
  select * from hop2
),
hop4 as (
  select host_no, clock_offset, 4 as hops from (
    select e.host_no, e.apart + k.clock_offset as clock_offset, row_number() over (partition by e.host_no order by e.nth) as pick
    from edges as e join hop3 as k on k.host_no = e.other left join hop3 as done on done.host_no = e.host_no
    where done.host_no is null
  ) as x where pick = 1
  union all
  select * from hop3
),
-- Of the computers out of reach, each that is better known than all its neighbours is a reference.
rest as (
  select d.host_no, d.nth from degrees as d left join hop4 as k on k.host_no = d.host_no where k.host_no is null
),
apart_of_rest as (
  select r.host_no, r.nth, n.host_no as other, n.nth as other_nth, p.apart, p.votes
  from rest as r
  join clock_pairs as p on p.host_b = r.host_no and p.day = -1
  join rest as n on n.host_no = p.host_a
),
own_references as (
  select host_no from apart_of_rest group by host_no, nth having min(other_nth) > nth
),
near_them as (
  select a.host_no, a.apart, row_number() over (partition by a.host_no order by a.votes desc, a.other) as pick
  from apart_of_rest as a
  join own_references as r on r.host_no = a.other
  left join own_references as o on o.host_no = a.host_no
  where o.host_no is null
)
select host_no, clock_offset, hops from hop4
union all
select host_no, cast(0 as bigint), 0 from own_references
union all
select host_no, apart, 1 from near_them where pick = 1

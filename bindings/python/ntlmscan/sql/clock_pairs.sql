-- How far the clocks of two computers stood apart, by bursts that both recorded and no other burst nearby could be confused with.
-- step of: clock_offsets
-- unit: one row per pair of computers and day, and one per pair over all days (day -1)
-- builds on: clock_starts, clock_series
-- columns:
-- host_a, host_b: numbers of the two, in both orders
-- day: days since 1970; -1 for all days together
-- apart: clock of b less clock of a in microseconds
-- votes: bursts that agree within a second, up to three for a series
-- all_votes: bursts that could have been the same
-- A burst is unambiguous where its 22 minutes hold nothing else of that account, host pair and name.
with bursts as (
  select host_no, part, sam_no, key_no, bucket, min(t) as t
  from clock_starts
  group by 1, 2, 3, 4, 5
  having max(t) - min(t) < 5000000
),
shifted as (
  select host_no, part, sam_no, key_no, bucket, t from bursts
  union all
  select host_no, part, sam_no, key_no, bucket + 1, t from bursts
  union all
  select host_no, part, sam_no, key_no, bucket - 1, t from bursts
),
pairs as (
  select host_a, host_b, apart, own, who, day, votes from clock_series
  union all
  select a.host_no as host_a, b.host_no as host_b, b.t - a.t as apart,
    case when abs(a.key_no) in (a.host_no, b.host_no) then 1 else 0 end, a.sam_no * 4294967296 + a.key_no,
    cast((a.t - a.t % 86400000000) / 86400000000 as bigint), 1
  from bursts as a
  join shifted as b on b.sam_no = a.sam_no and b.key_no = a.key_no and b.bucket = a.bucket
  where a.host_no < b.host_no and (a.part <> b.part or a.part = 'd') and abs(b.t - a.t) <= 660000000
),
seconds as (
  select host_a, host_b, day, cast(floor(apart / 1000000) as bigint) as second, sum(votes) as votes, sum(apart * votes) as total, max(own) as own, min(who) as who, max(who) as other
  from pairs group by 1, 2, 3, 4
  union all
  select host_a, host_b, -1, cast(floor(apart / 1000000) as bigint), sum(votes), sum(apart * votes), max(own), min(who), max(who)
  from pairs group by 1, 2, 4
),
-- Two neighbouring seconds count together, so that an offset on the edge is no worse off.
doubled as (
  select host_a, host_b, day, second, sum(votes) as votes, sum(total) as total, max(own) as own, min(who) as who, max(other) as other
  from (
    select host_a, host_b, day, second, votes, total, own, who, other from seconds
    union all
    select host_a, host_b, day, second - 1, votes, total, own, who, other from seconds
  ) as s
  group by 1, 2, 3, 4
),
ranked as (
  select host_a, host_b, day, votes, total, own, case when own = 1 or who <> other then 1 else 0 end as firm,
    row_number() over (partition by host_a, host_b, day order by votes desc, abs(total), second) as nth
  from doubled
),
counted as (
  select host_a, host_b, day, sum(votes) as all_votes from seconds group by 1, 2, 3
),
sure as (
  select r.host_a, r.host_b, r.day, cast(floor(r.total / r.votes) as bigint) as apart,
    cast(r.votes as bigint) as votes, cast(c.all_votes as bigint) as all_votes, r.firm
  from ranked as r
  join counted as c on c.host_a = r.host_a and c.host_b = r.host_b and c.day = r.day
  -- Where two computers share hardly anything, all days together, one burst must do if nothing speaks against it:
  -- seen under two names, or one of the two is the machine that the other names.
  where r.nth = 1 and (
    (r.votes >= 3 and r.votes * 3 >= c.all_votes)
    or (r.day = -1 and r.votes = c.all_votes and r.votes + r.own >= 2)
  )
),
-- An account that is never quiet has no lone burst: there, of all distances between its bursts, the true one is most frequent.
busy as (
  select host_no, part, sam_no, key_no, min(bucket) as bucket
  from (
    select host_no, part, sam_no, key_no, bucket from clock_starts group by 1, 2, 3, 4, 5 having count(*) between 6 and 300
  ) as s
  group by 1, 2, 3, 4
),
busy_starts as (
  select s.host_no, s.part, s.sam_no, s.key_no, s.bucket, s.t
  from busy as b
  join clock_starts as s on s.host_no = b.host_no and s.part = b.part and s.sam_no = b.sam_no and s.key_no = b.key_no and s.bucket = b.bucket
),
shifted_starts as (
  select host_no, part, sam_no, key_no, bucket, t from clock_starts
  union all
  select host_no, part, sam_no, key_no, bucket + 1, t from clock_starts
  union all
  select host_no, part, sam_no, key_no, bucket - 1, t from clock_starts
),
distances as (
  select a.host_no as host_a, b.host_no as host_b, cast(floor((b.t - a.t) / 500000) as bigint) as half, count(*) as votes, sum(b.t - a.t) as total
  from busy_starts as a
  join shifted_starts as b on b.sam_no = a.sam_no and b.key_no = a.key_no and b.bucket = a.bucket
  left join sure as s on s.host_a = a.host_no and s.host_b = b.host_no and s.day = -1
  where a.host_no < b.host_no and (a.part <> b.part or a.part = 'd') and abs(b.t - a.t) <= 660000000 and s.host_a is null
  group by 1, 2, 3
),
best as (
  select host_a, host_b, half, votes from (
    select *, row_number() over (partition by host_a, host_b order by votes desc, half) as nth from distances
  ) as d where nth = 1
),
judged as (
  select b.host_a, b.host_b,
    sum(case when abs(d.half - b.half) <= 1 then d.votes else 0 end) as votes,
    sum(case when abs(d.half - b.half) <= 1 then d.total else 0 end) as total,
    max(case when abs(d.half - b.half) > 1 then d.votes else 0 end) as other_votes,
    max(b.votes) as most, sum(d.votes) as all_votes
  from best as b join distances as d on d.host_a = b.host_a and d.host_b = b.host_b
  group by b.host_a, b.host_b
),
all_pairs as (
  select host_a, host_b, day, apart, votes, all_votes, firm from sure
  union all
  select host_a, host_b, cast(-1 as bigint), cast(total / votes as bigint), cast(votes as bigint), cast(all_votes as bigint), 1
  from judged
  where votes >= 6 and most >= 2 * other_votes
),
-- One account may visit two servers in the same rhythm: what rests on it alone, without naming either computer, is for those
-- of which nothing better is known.
well_known as (
  select host_a as host_no from all_pairs where firm = 1
  union
  select host_b from all_pairs where firm = 1
),
kept_pairs as (
  select p.host_a, p.host_b, p.day, p.apart, p.votes, p.all_votes
  from all_pairs as p
  left join well_known as a on a.host_no = p.host_a
  left join well_known as b on b.host_no = p.host_b
  where p.firm = 1 or a.host_no is null or b.host_no is null
)
select host_a, host_b, day, apart, votes, all_votes from kept_pairs
union all
select host_b, host_a, day, -apart, votes, all_votes from kept_pairs

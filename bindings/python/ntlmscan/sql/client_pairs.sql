-- Which attempt at a client became which authentication, where account and client agree.
-- step of: client_matches
-- unit: one row per attempt that became an authentication
-- builds on: matches, client_side
-- columns:
-- c_id, match_id, strict, crowded: as in client_matches
with attempts as (
  select coalesce(audit_id, enhanced_id) as c_id, sam_no, episode, client_no, server_no, moment, sent
  from client_side where blocked = 0
),
seen as (
  select match_id, sam_no, episode, client_no, server_no, moment from matches where interactive = 0
),
a1 as (
  select *, row_number() over (partition by sam_no, episode, client_no, server_no order by sent desc, moment, c_id) as k,
    count(*) over (partition by sam_no, episode, client_no, server_no) as n
  from attempts where server_no is not null
),
m1 as (
  select *, row_number() over (partition by sam_no, episode, client_no, server_no order by moment, match_id) as k,
    count(*) over (partition by sam_no, episode, client_no, server_no) as n
  from seen where server_no is not null and client_no is not null
),
p1 as (
  select a.c_id, m.match_id, case when a.n <> m.n then 1 else 0 end as crowded
  from a1 as a
  join m1 as m on m.sam_no = a.sam_no and m.episode = a.episode and m.client_no = a.client_no and m.server_no = a.server_no and m.k = a.k
),
-- The target says nothing, or an alias: account and client must do.
a2 as (
  select a.*, row_number() over (partition by sam_no, episode, client_no order by sent desc, moment, c_id) as k,
    count(*) over (partition by sam_no, episode, client_no) as n
  from attempts as a where server_no is null
),
m2 as (
  select m.*, row_number() over (partition by m.sam_no, m.episode, m.client_no order by m.moment, m.match_id) as k,
    count(*) over (partition by m.sam_no, m.episode, m.client_no) as n
  from seen as m left join p1 as p on p.match_id = m.match_id
  where p.match_id is null and m.client_no is not null
),
p2 as (
  select a.c_id, m.match_id, case when a.n <> m.n then 1 else 0 end as crowded
  from a2 as a
  join m2 as m on m.sam_no = a.sam_no and m.episode = a.episode and m.client_no = a.client_no and m.k = a.k
  where abs(a.moment - m.moment) <= 5000000
)
select c_id, match_id, 1 as strict, crowded from p1
union all
select c_id, match_id, 0, crowded from p2

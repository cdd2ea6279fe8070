-- Which attempt at a client became which authentication: by account, client and server, then with one of them unknown.
-- step of: authentications
-- unit: one row per attempt that became an authentication
-- builds on: matches, client_side, client_pairs, client_late, kept
-- columns:
-- c_id: the attempt's first record
-- match_id: the authentication
-- strict: 1 where account, client and server all agreed
-- crowded: 1 where more attempts than authentications stood in that episode
-- caveats: Attempts that surely went out (4020) come before those that may have been an offer only.
with attempts as (
  select coalesce(audit_id, enhanced_id) as c_id, sam_no, episode, client_no, server_no, moment, sent
  from client_side where blocked = 0
),
seen as (
  select match_id, sam_no, episode, client_no, server_no, moment from matches where interactive = 0
),
-- The server never learned who the client was, or believed a name that no known computer bears.
computers_seen as (
  select distinct host_no from kept
),
a4 as (
  select a.c_id, a.sam_no, a.episode, a.server_no, a.moment,
    row_number() over (partition by a.sam_no, a.episode, a.server_no order by a.sent desc, a.moment, a.c_id) as k
  from attempts as a
  left join client_pairs as q on q.c_id = a.c_id
  left join client_late as p on p.c_id = a.c_id
  where p.c_id is null and q.c_id is null and a.server_no is not null
),
m4 as (
  select m.*, row_number() over (partition by m.sam_no, m.episode, m.server_no order by m.moment, m.match_id) as k
  from seen as m
  left join client_pairs as p on p.match_id = m.match_id
  left join computers_seen as s on s.host_no = m.client_no
  where p.match_id is null and s.host_no is null and m.server_no is not null
),
p4 as (
  select a.c_id, m.match_id, 0 as strict, 0 as crowded
  from a4 as a
  join m4 as m on m.sam_no = a.sam_no and m.episode = a.episode and m.server_no = a.server_no and m.k = a.k
  where abs(a.moment - m.moment) <= 5000000
)
select * from client_pairs
union all
select * from client_late
union all
select * from p4

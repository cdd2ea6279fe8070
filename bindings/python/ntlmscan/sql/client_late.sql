-- Attempts whose authentication only a domain controller saw, without the name of the server.
-- step of: client_matches
-- unit: one row per attempt that became an authentication
-- builds on: matches, client_side, client_pairs
-- columns:
-- c_id, match_id, strict, crowded: as in client_matches
with attempts as (
  select coalesce(audit_id, enhanced_id) as c_id, sam_no, episode, client_no, server_no, moment, sent
  from client_side where blocked = 0
),
seen as (
  select match_id, sam_no, episode, client_no, server_no, moment from matches where interactive = 0
),
-- Nobody but the domain controller saw it, without naming the server.
a3 as (
  select a.*, row_number() over (partition by a.sam_no, a.episode, a.client_no order by a.sent desc, a.moment, a.c_id) as k
  from attempts as a left join client_pairs as p on p.c_id = a.c_id
  where p.c_id is null and a.server_no is not null
),
m3 as (
  select m.*, row_number() over (partition by m.sam_no, m.episode, m.client_no order by m.moment, m.match_id) as k
  from seen as m left join client_pairs as p on p.match_id = m.match_id
  where p.match_id is null and m.client_no is not null and m.server_no is null
)
select a.c_id, m.match_id, 0 as strict, 0 as crowded
from a3 as a
join m3 as m on m.sam_no = a.sam_no and m.episode = a.episode and m.client_no = a.client_no and m.k = a.k
where abs(a.moment - m.moment) <= 5000000

-- The authentications that a server or a domain controller saw, each with what finds its client.
-- step of: authentications
-- unit: one row per authentication
-- builds on: server_with_dc, passed_on, dc_side, interactive
-- columns:
-- match_id, s_id, d_id, sam_no, episode, server_no, client_no, moment, agreed, local_to: as in server_with_dc
-- interactive: 1 for a logon at the machine itself, which has no client to look for
with folded as (
  select match_id, min(host_no) as host_no from interactive group by match_id
),
swallowed as (
  select id from interactive where role = 'v' and id <> match_id
)
select m.match_id, m.s_id, m.d_id, m.sam_no, m.episode, m.server_no, m.client_no, m.moment, m.agreed, m.local_to,
  case when f.match_id is not null then 1 else 0 end as interactive
from server_with_dc as m
left join folded as f on f.match_id = m.match_id
left join swallowed as x on x.id = m.match_id
where x.id is null
union all
select p.match_id, null, null, min(d.sam_no), min(d.episode), min(f.host_no), min(d.client_no), min(d.moment), cast(null as int), 0,
  max(case when f.match_id is not null then 1 else 0 end)
from passed_on as p
join dc_side as d on coalesce(d.audit_id, d.enhanced_id, d.check_id) = p.d_id and d.server_no is null
left join folded as f on f.match_id = p.match_id
left join swallowed as x on x.id = p.match_id
where p.alone = 1 and x.id is null
group by p.match_id

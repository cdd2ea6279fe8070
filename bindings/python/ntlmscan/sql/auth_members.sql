-- Which records are views of which authentication, as numbers.
-- step of: auth_views
-- unit: one row per record that is a view of an authentication
-- builds on: matches, server_side, dc_side, client_side, passed_on, client_matches, handshakes, interactive
-- columns:
-- match_id: the authentication, as authentications.match_id
-- id: source number * 2^40 + byte_offset
-- view: client, handshake, server, dc, passed_on or interactive
with rows_of_records as (
  select coalesce(audit_id, logon_record, enhanced_id, local_check_id) as row_id, audit_id as id from server_side
  union all
  select coalesce(audit_id, logon_record, enhanced_id, local_check_id), logon_record from server_side
  union all
  select coalesce(audit_id, logon_record, enhanced_id, local_check_id), enhanced_id from server_side
  union all
  select coalesce(audit_id, logon_record, enhanced_id, local_check_id), local_check_id from server_side
  union all
  select coalesce(audit_id, enhanced_id, check_id), audit_id from dc_side
  union all
  select coalesce(audit_id, enhanced_id, check_id), enhanced_id from dc_side
  union all
  select coalesce(audit_id, enhanced_id, check_id), check_id from dc_side
  union all
  select coalesce(audit_id, enhanced_id), audit_id from client_side
  union all
  select coalesce(audit_id, enhanced_id), enhanced_id from client_side
),
swallowed as (
  select match_id, id from interactive where role = 'v'
),
trails as (
  select m.match_id, m.s_id as row_id, 'server' as view from matches as m where m.s_id is not null
  union all
  select m.match_id, m.d_id, 'dc' from matches as m where m.d_id is not null
  union all
  select coalesce(x.match_id, p.match_id), p.d_id, case when d.passed_on = 1 then 'passed_on' else 'dc' end
  from passed_on as p
  join dc_side as d on coalesce(d.audit_id, d.enhanced_id, d.check_id) = p.d_id
  left join swallowed as x on x.id = p.match_id
  union all
  select x.match_id, x.id, 'server' from swallowed as x
  join server_side as s on s.local_check_id = x.id
  where x.id <> x.match_id
  union all
  select coalesce(m.match_id, c.audit_id, c.enhanced_id), coalesce(c.audit_id, c.enhanced_id), 'client'
  from client_side as c left join client_matches as m on m.c_id = coalesce(c.audit_id, c.enhanced_id)
)
select t.match_id, r.id, t.view from trails as t join rows_of_records as r on r.row_id = t.row_id where r.id is not null
union all
select match_id, id, 'interactive' from interactive where role = 'i'
union all
select coalesce(m.match_id, h.h_id), h.h_id, 'handshake'
from handshakes as h left join matches as m on m.s_id = h.s_id

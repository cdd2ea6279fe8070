-- The name that the client asked for, as servers and controllers found it inside the message (ServiceBinding).
-- step of: causes
-- unit: one row per authentication of which such a record exists
-- builds on: events, sources, matches, server_side, dc_side, targets
-- columns:
-- match_id: as authentications.match_id
-- target_no: as in targets
with written as (
  select s.source_no * 1099511627776 + e.byte_offset as id, t.target_no
  from events as e
  join sources as s on s.source = e.source
  join targets as t on t.target_name = e.service_binding
  where e.event_id in (4022, 4023, 4030, 4031, 4032, 4033) and e.event_group = 'ntlm' and e.service_binding is not null
),
carriers as (
  select m.match_id, s.enhanced_id
  from matches as m
  join server_side as s on coalesce(s.audit_id, s.logon_record, s.enhanced_id, s.local_check_id) = m.s_id
  where s.enhanced_id is not null
  union all
  select m.match_id, d.enhanced_id
  from matches as m
  join dc_side as d on coalesce(d.audit_id, d.enhanced_id, d.check_id) = m.d_id
  where d.enhanced_id is not null
)
select c.match_id, min(w.target_no) as target_no
from carriers as c join written as w on w.id = c.enhanced_id
group by c.match_id

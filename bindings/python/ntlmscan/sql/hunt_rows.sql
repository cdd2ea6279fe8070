-- The records behind each finding of the hunt.
-- unit: one row per finding and record
-- question: Which records make this finding?
-- order: finding_id, time, source, byte_offset
-- builds on: events, sources, hunt, hunt_members, auth_views
-- columns:
-- finding_id, detector: as in hunt
-- time, computer, event_id, event: of the record
-- match_id: the authentication, as in authentications; null where none stands behind the record
-- source, byte_offset: where it stands
with members as (
  select distinct h.finding_id, h.detector, m.match_id
  from hunt as h join hunt_members as m on m.detector = h.detector and m.finding = h.finding
),
places as (
  select m.finding_id, m.detector, m.match_id, v.source, v.byte_offset
  from members as m join auth_views as v on v.match_id = m.match_id
  union all
  select h.finding_id, h.detector, null, e.source, e.byte_offset
  from hunt as h
  join events as e on h.finding = e.computer || ' ' || coalesce(e.process_name, '')
  where h.detector = 'self_talk' and e.event_id in (4020, 4021) and e.usage_id = 1 and e.target_name is null
    and lower(coalesce(e.session_key, '')) = 'missing' and e.time is not null and coalesce(e.origin, 'live') = 'live' and not coalesce(e.duplicate, false)
)
select p.finding_id, p.detector, e.time, e.computer, e.event_id, e.event, p.match_id, p.source, p.byte_offset
from places as p
join events as e on e.source = p.source and e.byte_offset = p.byte_offset

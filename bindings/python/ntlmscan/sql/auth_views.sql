-- Every record with the authentication it is a view of: the trail back from a number to `source` and `byte_offset`.
-- unit: one row per record that is a view of an authentication
-- question: Which records stand behind this row of authentications?
-- order: match_id, id
-- builds on: sources, kept, auth_members
-- made: on reading
-- columns:
-- match_id: the authentication, as authentications.match_id
-- source, byte_offset: the record
-- id: the same two as one number
-- view: client, handshake, server, dc, passed_on or interactive
-- event_id, record_id: of the record
select m.match_id, s.source, k.id % 1099511627776 as byte_offset, m.id, m.view, k.event_id, k.record_id
from auth_members as m
join kept as k on k.id = m.id
join sources as s on s.source_no = (k.id - k.id % 1099511627776) / 1099511627776

-- The reason that a client wrote down for an attempt (4020, 4021), read by its text and by its number.
-- step of: causes
-- unit: one row per attempt that has such a record
-- builds on: events, sources, client_side, client_matches
-- columns:
-- match_id: the authentication, as authentications.match_id
-- usage_id, usage_reason: as recorded
-- by_text: the number that stands for the words of the text, null for a text in another language or none
-- caveats: The texts are known in English only.
with meanings as (
  select usage_id, place, words from (values
    (11, 1, 'null session'), (1, 2, 'called directly'), (5, 3, 'missing or empty'), (2, 4, 'local account'), (4, 5, 'cloud account'),
    (10, 6, 'loopback'), (9, 7, 'line of sight'), (8, 8, 'duplicate'), (7, 9, 'ip address'), (6, 10, 'could not be resolved'),
    (0, 11, 'unknown reason')
  ) as m(usage_id, place, words)
),
texts as (
  select usage_reason, lower(usage_reason) as said from events
  where event_id in (4020, 4021) and event_group = 'ntlm' and usage_reason is not null
  group by usage_reason
),
understood as (
  select usage_reason, usage_id from (
    select t.usage_reason, m.usage_id, row_number() over (partition by t.usage_reason order by m.place) as nth
    from texts as t cross join meanings as m
    where t.said like '%' || m.words || '%'
  ) as u
  where nth = 1
),
written as (
  select s.source_no * 1099511627776 + e.byte_offset as id, e.usage_id, e.usage_reason
  from events as e
  join sources as s on s.source = e.source
  where e.event_id in (4020, 4021) and e.event_group = 'ntlm'
),
attempts as (
  select coalesce(m.match_id, c.audit_id, c.enhanced_id) as match_id, c.enhanced_id
  from client_side as c
  left join client_matches as m on m.c_id = coalesce(c.audit_id, c.enhanced_id)
  where c.enhanced_id is not null
)
select a.match_id, min(w.usage_id) as usage_id, min(w.usage_reason) as usage_reason, min(u.usage_id) as by_text
from attempts as a
join written as w on w.id = a.enhanced_id
left join understood as u on u.usage_reason = w.usage_reason
group by a.match_id

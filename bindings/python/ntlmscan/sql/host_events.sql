-- How often each host wrote each event in each hour: what roles, coverage and shares are read from.
-- step of: hosts
-- unit: one row per name of a host, event, outcome and hour
-- builds on: events, host_names
-- columns:
-- host, host_no: who wrote them
-- event_id, provider, event_group, outcome: as in the scan
-- hour: microseconds since 1970 of the hour's beginning
-- records: live records, copies included
select h.host, h.host_no, c.event_id, c.provider, c.event_group, c.outcome, c.hour, c.records
from (
  select computer, event_id, provider, event_group, outcome,
    unix_micros(time) - unix_micros(time) % 3600000000 as hour,
    count(*) as records
  from events
  where computer is not null and time is not null and coalesce(origin, 'live') = 'live'
  group by 1, 2, 3, 4, 5, 6
) as c
join host_names as h on h.name = c.computer

-- The runs of each computer from one start to the next: the frame in which a logon id means one session.
-- unit: one row per computer and boot
-- question: When did each machine start and stop, and how sure is that?
-- order: host, boot
-- builds on: events, host_names
-- columns:
-- host: the computer
-- boot: 0 for what came before the first start that is known, then 1, 2, 3
-- first_time: the start, or the first record where no start was recorded
-- last_time: the last record of that run
-- ended: clean (13, 6006), unexpected (6008 after it) or null
-- basis: marker (4608, Kernel-General 12, 6005), activity (LSASS has a new activity id), or none
-- activity_id: the activity id most records of that run carry
-- records: kept records of that run
-- caveats: Records within a boot's first seconds can carry the clock of before its correction. A step of the clock back makes a run look shorter.
-- cannot see: Starts that left neither a marker nor a new activity id.
with placed as (
  select h.host_no, unix_micros(e.time) as t, e.activity_id,
    case when (e.event_id = 4608 and e.provider = 'Microsoft-Windows-Security-Auditing')
      or (e.event_id = 12 and e.provider = 'Microsoft-Windows-Kernel-General')
      or (e.event_id in (6005, 6009) and e.provider = 'EventLog') then 1 else 0 end as starts,
    case when (e.event_id = 13 and e.provider = 'Microsoft-Windows-Kernel-General')
      or (e.event_id = 6006 and e.provider = 'EventLog') then 1 else 0 end as stops,
    case when e.event_id = 6008 then 1 else 0 end as unexpected
  from events as e
  join host_names as h on h.name = e.computer
  where e.time is not null and coalesce(e.origin, 'live') = 'live'
),
activities as (
  select host_no, activity_id, min(t) as t, count(*) as records
  from placed
  -- The last eight bytes of an activity id that LSASS made are the FILETIME of its start.
  where substr(activity_id, 33, 4) like 'c_01' or substr(activity_id, 33, 4) like 'd_01' or substr(activity_id, 33, 4) like 'e_01'
  group by host_no, activity_id having count(*) > 1
),
marks as (
  select host_no, t, 1 as marker from placed where starts = 1 group by host_no, t
  union all
  select host_no, t, 0 from activities
),
stepped as (
  select host_no, t, marker,
    max(case when marker = 1 then t end) over (partition by host_no order by t, marker desc rows between unbounded preceding and 1 preceding) as marker_t,
    max(case when marker = 0 then t end) over (partition by host_no order by t, marker desc rows between unbounded preceding and 1 preceding) as activity_t
  from marks
),
-- Several markers stand within minutes of one start and a new activity id follows them; the first id of all tells nothing.
starts as (
  select host_no, t, marker from stepped
  where (marker = 1 and (marker_t is null or t - marker_t > 600000000))
    or (marker = 0 and activity_t is not null and (marker_t is null or marker_t < activity_t))
),
bounded as (
  select host_no, t, marker,
    cast(row_number() over (partition by host_no order by t) as bigint) as boot
  from starts
),
starting_hours as (
  select distinct host_no, t - t % 3600000000 as hour from bounded
),
-- An hour in which nothing started belongs to one run as a whole; only the others need their single records.
units as (
  select p.host_no, min(p.t) as t, max(p.t) as last_t, max(p.activity_id) as activity_id,
    max(p.stops) as stops, max(p.unexpected) as unexpected, count(*) as records
  from placed as p
  left join starting_hours as h on h.host_no = p.host_no and h.hour = p.t - p.t % 3600000000
  where h.hour is null
  group by p.host_no, p.t - p.t % 3600000000
  union all
  select p.host_no, p.t, p.t, p.activity_id, p.stops, p.unexpected, 1
  from placed as p
  join starting_hours as h on h.host_no = p.host_no and h.hour = p.t - p.t % 3600000000
),
assigned as (
  select host_no, t, last_t, activity_id, stops, unexpected, records,
    cast(sum(opens) over (partition by host_no order by t, opens desc rows between unbounded preceding and current row) as bigint) as boot
  from (
    select host_no, t, last_t, activity_id, stops, unexpected, records, 0 as opens from units
    union all
    select host_no, t, t, null, 0, 0, 0, 1 from bounded
  ) as u
),
summed as (
  select host_no, boot, min(t) as first_t, max(last_t) as last_t, max(stops) as stopped, sum(records) as records
  from assigned group by host_no, boot
),
carried as (
  select host_no, boot, activity_id,
    row_number() over (partition by host_no, boot order by sum(records) desc, activity_id) as nth
  from assigned where activity_id is not null
  group by host_no, boot, activity_id
),
crashed as (
  select host_no, boot - 1 as boot, max(unexpected) as unexpected from assigned group by host_no, boot
)
select
  n.host,
  s.boot,
  timestamp_micros(s.first_t) as first_time,
  timestamp_micros(s.last_t) as last_time,
  case when s.stopped = 1 then 'clean' when c.unexpected = 1 then 'unexpected' end as ended,
  case when f.marker = 1 then 'marker' when f.marker = 0 then 'activity' else 'none' end as basis,
  a.activity_id,
  cast(s.records as bigint) as records
from summed as s
join (select distinct host_no, host from host_names) as n on n.host_no = s.host_no
left join bounded as f on f.host_no = s.host_no and f.boot = s.boot
left join carried as a on a.host_no = s.host_no and a.boot = s.boot and a.nth = 1
left join crashed as c on c.host_no = s.host_no and c.boot = s.boot

-- What each computer's logs can testify to: from when to when, with which gaps, for each family of events.
-- unit: one row per computer and event family
-- question: Is there enough of this log to believe what it does not contain?
-- order: computer, family
-- builds on: events, coverage, host_names, host_events
-- parameters:
-- cycle_hours bigint = 744
-- columns:
-- computer: the host
-- family: outgoing, incoming, domain, enhanced, enhanced_domain, logon, validation or tickets
-- channel: the log that holds the family
-- first_time, last_time: of that log's records; the end is the last record of any log of the host where the log itself was read
-- hours_covered: whole hours between, less those with missing records
-- records: kept records of the family, copies included
-- missing_records: record ids that are absent between the first and the last; forwarded logs are not judged
-- wrapped: the log no longer begins with its first record
-- cleared: how often it was emptied (1102, 104)
-- dropped: how often records were lost before they were written (1101)
-- verdict: enough, thin or none
-- reason: why not enough
-- caveats: A family without a record is `none`: its audit may be off or nothing may have happened; logs do not tell these apart.
-- cannot see: The audit level (incoming 1 or 2, domain 1 to 7); it comes from settings.csv.
with families as (
  select * from (values
    ('outgoing', 'Microsoft-Windows-NTLM/Operational'), ('incoming', 'Microsoft-Windows-NTLM/Operational'),
    ('domain', 'Microsoft-Windows-NTLM/Operational'), ('enhanced', 'Microsoft-Windows-NTLM/Operational'),
    ('enhanced_domain', 'Microsoft-Windows-NTLM/Operational'), ('logon', 'Security'),
    ('validation', 'Security'), ('tickets', 'Security')) as f(family, channel)
),
hours as (
  select h.host, c.channel, unix_micros(c.hour) as hour,
    min(c.first_record_id) as first_id, max(c.last_record_id) as last_id,
    min(unix_micros(c.first_time)) as first_t, max(unix_micros(c.last_time)) as last_t,
    sum(c.records) as records, min(case when c.forwarded then 1 else 0 end) as forwarded
  from coverage as c join host_names as h on h.name = c.computer
  where c.first_time is not null
  group by 1, 2, 3
),
stepped as (
  select *, lag(last_id) over (partition by host, channel order by hour) as id_before,
    lag(hour) over (partition by host, channel order by hour) as hour_before
  from hours
),
logs as (
  select host, channel, min(first_t) as first_t, max(last_t) as last_t, min(first_id) as first_id, min(forwarded) as forwarded,
    sum(case when forwarded = 0 and id_before is not null and first_id - id_before > 1 then first_id - id_before - 1 else 0 end) as missing,
    sum(case when forwarded = 0 and id_before is not null and first_id - id_before > 1 then (hour - hour_before) else 0 end) as missing_us
  from stepped group by host, channel
),
ends as (
  select host, max(last_t) as last_t from logs where forwarded = 0 group by host
),
seen as (
  select host,
    case
      when event_id in (8001, 4001) then 'outgoing'
      when event_id in (8002, 8003, 4002, 4003) then 'incoming'
      when event_id in (8004, 8005, 8006, 4004, 4005, 4006) then 'domain'
      when event_id between 4020 and 4023 then 'enhanced'
      when event_id between 4030 and 4033 then 'enhanced_domain'
      when event_id in (4624, 4625) then 'logon'
      when event_id = 4776 then 'validation'
      when event_id in (4768, 4769) then 'tickets'
    end as family,
    sum(records) as records
  from host_events group by 1, 2
),
marks as (
  select h.host,
    case when e.event_id in (1102, 1101) then 'Security' else regexp_extract(coalesce(e.extra, ''), '"Channel":"([^"]*)"', 1) end as channel,
    sum(case when e.event_id in (1102, 104) then 1 else 0 end) as cleared,
    sum(case when e.event_id = 1101 then 1 else 0 end) as dropped
  from events as e join host_names as h on h.name = e.computer
  where e.event_id in (1101, 1102, 104) and e.provider = 'Microsoft-Windows-Eventlog'
  group by 1, 2
),
in_use as (
  select host from host_events where event_id = 6038 group by host
),
computers_seen as (
  select host from host_events group by host
),
joined as (
  select c.host, f.family, f.channel, l.first_t,
    case when l.forwarded = 0 then greatest(l.last_t, e.last_t) else l.last_t end as last_t,
    coalesce(l.missing, 0) as missing, coalesce(l.missing_us, 0) as missing_us,
    l.forwarded = 0 and l.first_id > 1 as wrapped,
    coalesce(s.records, 0) as records, coalesce(m.cleared, 0) as cleared, coalesce(m.dropped, 0) as dropped,
    case when u.host is not null then 1 else 0 end as in_use
  from computers_seen as c
  cross join families as f
  left join logs as l on l.host = c.host and l.channel = f.channel
  left join ends as e on e.host = c.host
  left join seen as s on s.host = c.host and s.family = f.family
  left join marks as m on m.host = c.host and m.channel = f.channel
  left join in_use as u on u.host = c.host
),
measured as (
  select j.*, p.cycle_hours,
    case when first_t is null then 0 else greatest(cast((last_t - first_t - (last_t - first_t) % 3600000000) / 3600000000 as bigint)
      - cast(ceil(missing_us / 3600000000) as bigint), 0) end as hours_covered,
    sum(case when family in ('outgoing', 'incoming', 'domain', 'enhanced', 'enhanced_domain') then records else 0 end) over (partition by host) as ntlm_records
  from joined as j cross join host_coverage_parameters as p
)
select
  host as computer,
  family,
  channel,
  timestamp_micros(first_t) as first_time,
  timestamp_micros(last_t) as last_time,
  hours_covered,
  cast(records as bigint) as records,
  cast(missing as bigint) as missing_records,
  coalesce(wrapped, false) as wrapped,
  cast(cleared as bigint) as cleared,
  cast(dropped as bigint) as dropped,
  case
    when first_t is null or records = 0 then 'none'
    when hours_covered < cycle_hours or missing > 0 or cleared > 0 or dropped > 0 then 'thin'
    else 'enough'
  end as verdict,
  case
    when channel <> 'Security' and ntlm_records = 0 and in_use = 1
      then 'contradiction: LsaSrv 6038 says that NTLM is used here, and no NTLM record stands in the log: audit off, or wrapped'
    when first_t is null then 'this log was not among the files'
    when records = 0 then 'no record of this family: its audit is off, or nothing happened'
    when hours_covered < cycle_hours and wrapped then 'shorter than one business cycle: the log wrapped'
    when hours_covered < cycle_hours then 'shorter than one business cycle'
    when missing > 0 then 'records are missing inside'
    when cleared > 0 then 'the log was cleared'
    when dropped > 0 then 'records were dropped before they were written'
  end as reason
from measured

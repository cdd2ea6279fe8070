-- From when to when the absence of a record in each computer's NTLM log means something, and what spoils it.
-- step of: readiness
-- unit: one row per computer
-- builds on: coverage, files, host_names, host_coverage, host_events
-- columns:
-- host: the computer
-- start_us, end_us: microseconds since 1970; null where the log is not here
-- flaw: why absence means nothing all the same, null for nothing
-- contradicted: 1 where the flaw is that NTLM came in by LsaSrv 6038
-- logons_from_us: since when the Security log holds logons without a gap, null for never
-- tickets_from_us: the same of 4768 and 4769
-- ntlm_in_use: LsaSrv 6038 or 6039 say that NTLM came in
-- keyless: 4013 or 4014: Credential Guard hides attempts
-- derived: 4024: credentials were derived for MS-CHAPv2, of which nothing else is recorded here
-- A log that still begins with its first record was silent before it, as far back as the computer's other logs reach. An
-- empty log is known by its place beside the computer's others.
with spans as (
  select h.host, min(unix_micros(c.first_time)) as first_t, max(unix_micros(c.last_time)) as last_t
  from coverage as c join host_names as h on h.name = c.computer
  where not c.forwarded and c.first_time is not null
  group by h.host
),
-- A clock that was years off for a while, or a machine out of use for years: what came before testifies to nothing.
days as (
  select h.host, unix_micros(c.hour) - unix_micros(c.hour) % 86400000000 as day
  from coverage as c join host_names as h on h.name = c.computer
  where c.first_time is not null
  group by 1, 2
),
resumed as (
  select host, max(day) as resumed_us
  from (select host, day, lag(day) over (partition by host order by day) as before from days) as d
  where day - before > 31622400000000
  group by host
),
forwarded as (
  select h.host, min(case when c.forwarded then 1 else 0 end) as forwarded
  from coverage as c join host_names as h on h.name = c.computer
  where c.channel = 'Microsoft-Windows-NTLM/Operational'
  group by h.host
),
folders as (
  select regexp_replace(replace(c.source, chr(92), '/'), '[^/]*$', '') as folder, min(h.host) as host
  from coverage as c join host_names as h on h.name = c.computer
  where not c.forwarded
  group by 1 having count(distinct h.host) = 1
),
empty_logs as (
  select f.host, min(s.first_t) as first_t, max(s.last_t) as last_t
  from files as x
  join folders as f on f.folder = regexp_replace(replace(x.source, chr(92), '/'), '[^/]*$', '')
  join spans as s on s.host = f.host
  where x.records = 0 and x.state = 'ok' and coalesce(x.chunks_bad, 0) = 0 and coalesce(x.bytes_skipped, 0) = 0
    and lower(x.source) like '%microsoft-windows-ntlm%operational%'
  group by f.host
),
marks as (
  select host,
    max(case when event_id in (6038, 6039) then 1 else 0 end) as ntlm_in_use,
    max(case when event_id in (4013, 4014) then 1 else 0 end) as keyless,
    max(case when event_id = 4024 then 1 else 0 end) as derived
  from host_events where event_id in (6038, 6039, 4013, 4014, 4024) group by host
),
families as (
  select computer as host,
    max(case when family = 'incoming' then unix_micros(first_time) end) as ntlm_first,
    max(case when family = 'incoming' then unix_micros(last_time) end) as ntlm_last,
    max(case when family = 'incoming' and wrapped then 1 else 0 end) as wrapped,
    max(case when family = 'incoming' then missing_records end) as missing,
    max(case when family = 'incoming' then cleared end) as cleared,
    max(case when family = 'incoming' and reason like 'contradiction%' then 1 else 0 end) as contradicted,
    max(case when family = 'logon' and records > 0 and missing_records = 0 and cleared = 0 and dropped = 0
      then unix_micros(first_time) end) as logon_first,
    max(case when family = 'tickets' and records > 0 and missing_records = 0 and cleared = 0 and dropped = 0
      then unix_micros(first_time) end) as tickets_first
  from host_coverage group by computer
),
placed as (
  select f.*, r.resumed_us, m.ntlm_in_use, m.keyless, m.derived, e.host as empty_host,
    case
      when f.ntlm_first is null then e.first_t
      when f.wrapped = 0 and coalesce(w.forwarded, 0) = 0 then least(f.ntlm_first, s.first_t)
      else f.ntlm_first
    end as start_us,
    case when f.ntlm_first is null then e.last_t else f.ntlm_last end as end_us
  from families as f
  left join forwarded as w on w.host = f.host
  left join empty_logs as e on e.host = f.host
  left join spans as s on s.host = f.host
  left join marks as m on m.host = f.host
  left join resumed as r on r.host = f.host
)
select
  host, case when start_us is not null then greatest(start_us, coalesce(resumed_us, start_us)) end as start_us, end_us,
  case
    when contradicted = 1 then 'LsaSrv 6038 says that NTLM came in, and no NTLM record stands in the log'
    when start_us is null then 'its NTLM log is not among the files'
    when cleared > 0 then 'its NTLM log was cleared'
    when missing > 0 then 'records are missing in its NTLM log'
  end as flaw,
  contradicted,
  case when logon_first is not null then greatest(logon_first, coalesce(resumed_us, logon_first)) end as logons_from_us,
  case when tickets_first is not null then greatest(tickets_first, coalesce(resumed_us, tickets_first)) end as tickets_from_us,
  coalesce(ntlm_in_use, 0) as ntlm_in_use,
  coalesce(keyless, 0) as keyless,
  coalesce(derived, 0) as derived
from placed

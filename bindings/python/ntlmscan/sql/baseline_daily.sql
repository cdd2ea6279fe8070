-- NTLM day by day: validations, authentications and accesses, Kerberos tickets beside them, and the hours the controllers' logs cover.
-- unit: one row per day and domain controller; a null controller for what none of them saw
-- question: Is NTLM falling, and is a fall real or a gap in the logs?
-- order: day, dc
-- builds on: events, copies, sources, host_names, hosts, authentications, accesses, auth_accesses, coverage
-- columns:
-- day: UTC
-- dc: the controller that validated; null for local accounts and for what only clients and servers saw
-- validations: 4776 with success, without machines validating themselves
-- failures: 4776 with another status
-- machine_to_self: 4776 of a machine account whose workstation is the controller itself
-- authentications: completed or unconfirmed network authentications, null sessions apart
-- user_authentications, machine_authentications, local_authentications: of these, by kind of account
-- null_sessions: authentications of the anonymous account
-- accesses: bursts that began on that day
-- kerberos_tickets: 4769 with success, without those for krbtgt
-- ntlm_share: validations of validations and tickets together: a trend and nothing else, since a ticket serves many logons
-- dc_hours: hours of the day in which the controller's Security log has records
-- caveats: Share and counts of a day with fewer covered hours are smaller for that reason alone.
-- cannot see: Controllers whose logs are not here.
with counted as (
  select cast(e.time as date) as day, h.host as dc,
    sum(case when e.event_id = 4776 and e.outcome = 'allowed' then 1 else 0 end) as allowed,
    sum(case when e.event_id = 4776 and e.outcome <> 'allowed' then 1 else 0 end) as failures,
    sum(case when e.event_id = 4776 and e.outcome = 'allowed' and e.user_name like '%$'
      and lower(replace(e.user_name, '$', '')) = split_part(h.host, '.', 1) then 1 else 0 end) as machine_to_self,
    sum(case when e.event_id = 4769 and e.outcome = 'allowed' and lower(coalesce(e.service_name, '')) not like 'krbtgt%' then 1 else 0 end) as kerberos_tickets
  from events as e
  join sources as s on s.source = e.source
  join host_names as h on h.name = e.computer
  join hosts as r on r.host = h.host and r.role = 'dc'
  left join copies as c on c.id = s.source_no * 1099511627776 + e.byte_offset
  where e.event_id in (4776, 4769) and c.id is null and e.time is not null and coalesce(e.origin, 'live') = 'live'
  group by 1, 2
),
used as (
  select cast(time as date) as day, dc,
    sum(case when real = 1 then 1 else 0 end) as authentications,
    sum(case when real = 1 and account_kind = 'user' then 1 else 0 end) as user_authentications,
    sum(case when real = 1 and account_kind = 'machine' then 1 else 0 end) as machine_authentications,
    sum(case when real = 1 and account_kind = 'local' then 1 else 0 end) as local_authentications,
    sum(case when account_kind = 'anonymous' then 1 else 0 end) as null_sessions
  from (
    select time, dc, account_kind,
      case when outcome in ('completed', 'unconfirmed') and coalesce(logon_type, 3) not in (2, 7, 10, 11)
        and coalesce(account_kind, '') <> 'anonymous' and account is not null then 1 else 0 end as real
    from authentications
  ) as a
  where real = 1 or account_kind = 'anonymous'
  group by 1, 2
),
begun as (
  select cast(time as date) as day, dc, sum(opens) as accesses from auth_accesses where opens = 1 group by 1, 2
),
hours as (
  select cast(c.hour as date) as day, h.host as dc, count(distinct c.hour) as dc_hours
  from coverage as c
  join host_names as h on h.name = c.computer
  join hosts as r on r.host = h.host and r.role = 'dc'
  where c.channel = 'Security'
  group by 1, 2
),
days as (
  select day, coalesce(dc, '') as dc from counted
  union
  select day, coalesce(dc, '') from used
  union
  select day, dc from hours
)
select
  d.day,
  case when d.dc <> '' then d.dc end as dc,
  cast(coalesce(c.allowed - c.machine_to_self, 0) as bigint) as validations,
  cast(coalesce(c.failures, 0) as bigint) as failures,
  cast(coalesce(c.machine_to_self, 0) as bigint) as machine_to_self,
  cast(coalesce(u.authentications, 0) as bigint) as authentications,
  cast(coalesce(u.user_authentications, 0) as bigint) as user_authentications,
  cast(coalesce(u.machine_authentications, 0) as bigint) as machine_authentications,
  cast(coalesce(u.local_authentications, 0) as bigint) as local_authentications,
  cast(coalesce(u.null_sessions, 0) as bigint) as null_sessions,
  cast(coalesce(b.accesses, 0) as bigint) as accesses,
  cast(coalesce(c.kerberos_tickets, 0) as bigint) as kerberos_tickets,
  case when c.allowed - c.machine_to_self + c.kerberos_tickets > 0
    then cast(c.allowed - c.machine_to_self as double) / (c.allowed - c.machine_to_self + c.kerberos_tickets) end as ntlm_share,
  coalesce(h.dc_hours, 0) as dc_hours
from days as d
left join counted as c on c.day = d.day and c.dc = d.dc
left join used as u on u.day = d.day and coalesce(u.dc, '') = d.dc
left join begun as b on b.day = d.day and coalesce(b.dc, '') = d.dc
left join hours as h on h.day = d.day and h.dc = d.dc

-- Attempts that came to nothing because Kerberos won: NTLM was on offer only.
-- step of: simulate
-- unit: one row per such attempt
-- builds on: authentications, events, host_names, clock_offsets
-- columns:
-- auth_id: as in authentications, outcome attempt_only
-- caveats: Told by a Kerberos logon of the same account at the same server within five seconds.
with attempts as (
  select auth_id, split_part(account, chr(92), 2) as sam, server, unix_micros(time) as t
  from authentications
  where outcome = 'attempt_only' and account is not null and server is not null
),
spread as (
  select a.auth_id, a.sam, a.server, a.t, a.t - a.t % 5000000 + n.step as bucket
  from attempts as a cross join (values (-5000000), (0), (5000000)) as n(step)
),
wanted_hosts as (
  select distinct n.name, n.host, n.host_no from host_names as n join attempts as a on a.server = n.host
),
logons as (
  select distinct w.host, lower(split_part(e.user_name, '@', 1)) as sam,
    unix_micros(e.time) - coalesce(o.clock_offset, 0) as t
  from events as e
  join wanted_hosts as w on w.name = e.computer
  left join clock_offsets as o on o.host_no = w.host_no
    and o.day = cast((unix_micros(e.time) - unix_micros(e.time) % 86400000000) / 86400000000 as bigint)
  where e.event_id = 4624 and e.event_group = 'kerberos' and e.user_name is not null and e.time is not null
    and coalesce(e.origin, 'live') = 'live'
)
select distinct s.auth_id
from spread as s
join logons as l on l.host = s.server and l.sam = s.sam and l.t - l.t % 5000000 = s.bucket
where abs(l.t - s.t) <= 5000000

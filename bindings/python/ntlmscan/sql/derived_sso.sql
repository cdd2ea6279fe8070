-- Authentications whose client wrote a 4024: made from an NTLMv1-derived single sign-on credential.
-- step of: simulate
-- unit: one row per such authentication
-- builds on: authentications, events, host_names, user_names, clock_offsets
-- columns:
-- auth_id: as in authentications
-- caveats: Told by account and, where the authentication has one, client, within five seconds; the nearest one of each 4024.
with written as (
  select n.host, n.host_no, u.sam, unix_micros(e.time) as t
  from events as e
  join host_names as n on n.name = e.computer
  join user_names as u
    on u.user_name = coalesce(e.user_name, e.caller_name, '')
    and u.user_domain = case when e.user_name is not null then coalesce(e.user_domain, '') else coalesce(e.caller_domain, '') end
  where e.event_id = 4024 and e.time is not null and coalesce(e.origin, 'live') = 'live'
),
corrected as (
  select distinct w.host, w.sam, w.t - coalesce(o.clock_offset, 0) as t
  from written as w
  left join clock_offsets as o on o.host_no = w.host_no and o.day = cast((w.t - w.t % 86400000000) / 86400000000 as bigint)
),
spread as (
  select c.host, c.sam, c.t, c.t - c.t % 5000000 + n.step as bucket
  from corrected as c cross join (values (-5000000), (0), (5000000)) as n(step)
),
candidates as (
  select auth_id, split_part(account, chr(92), 2) as sam, client, unix_micros(time) as t
  from authentications
  where outcome in ('completed', 'unconfirmed') and account is not null
),
near as (
  select a.auth_id, s.host, s.sam, s.t,
    row_number() over (partition by s.host, s.sam, s.t order by abs(a.t - s.t), a.auth_id) as nth
  from candidates as a
  join spread as s on s.sam = a.sam and s.bucket = a.t - a.t % 5000000
  where abs(a.t - s.t) <= 5000000 and coalesce(a.client, s.host) = s.host
)
select distinct auth_id from near where nth = 1

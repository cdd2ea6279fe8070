-- How much of the logons each account made at each server on each day was NTLM, by the 4624 of that server.
-- unit: one row per day, account and server
-- question: Does this account need NTLM there, or use it beside Kerberos?
-- order: day, account, server
-- builds on: events, copies, sources, user_names, host_names
-- columns:
-- day: UTC
-- account, server: as in authentications
-- ntlm, kerberos: network logons (4624, type 3)
-- ntlm_share: ntlm of both
-- caveats: A Kerberos session is kept longer than an NTLM one, so the share is no rate of use.
-- cannot see: Servers whose Security log is not here.
with counted as (
  select cast(e.time as date) as day, u.user_no, h.host_no,
    sum(case when e.event_group = 'ntlm' then 1 else 0 end) as ntlm,
    sum(case when e.event_group = 'kerberos' then 1 else 0 end) as kerberos
  from events as e
  join sources as s on s.source = e.source
  join host_names as h on h.name = e.computer
  join user_names as u on u.user_name = e.user_name and u.user_domain = coalesce(e.user_domain, '')
  left join copies as c on c.id = s.source_no * 1099511627776 + e.byte_offset
  where e.event_id = 4624 and e.event_group in ('ntlm', 'kerberos') and e.logon_type = 3
    and coalesce(e.user_sid, '') <> 'S-1-5-7' and e.time is not null
    and c.id is null and coalesce(e.origin, 'live') = 'live'
  group by 1, 2, 3
)
select c.day, coalesce(u.domain, '') || chr(92) || u.sam as account, h.host as server,
  sum(c.ntlm) as ntlm,
  sum(c.kerberos) as kerberos,
  cast(sum(c.ntlm) as double) / sum(c.ntlm + c.kerberos) as ntlm_share
from counted as c
join user_names as u on u.user_no = c.user_no
join (select distinct host_no, host from host_names) as h on h.host_no = c.host_no
group by 1, 2, 3

-- The accounts behind the authentications: kind, SID, where they hold administrative rights.
-- unit: one row per account
-- question: Which accounts use NTLM or Kerberos here, of what kind are they, and which of them are powerful?
-- order: authentications desc, account
-- builds on: events, user_names, host_names, hosts, authentications, context_tiers, short_names
-- columns:
-- account: upper-case NetBIOS domain, backslash, lower-case SAM name
-- sid: as recorded with a logon, null where no record carries one
-- kind: user, machine, service_like, local, anonymous, credential_blob or system
-- tier: 0, 1, 2 of the context; 0 also where 4672 stands on a domain controller; else null
-- tier_basis: context or dc_rights
-- admin_on: hosts whose 4672 names the account
-- admin_hosts: the first and the last of them by name
-- authentications: by NTLM over the network, completed or unconfirmed
-- kerberos_logons: 4624 by Kerberos
-- servers, clients: how many different ones, of these
-- days_active: days with one of these
-- first_time, last_time: of these; null for an account of which only failures, attempts or logons at a machine itself are known
-- caveats: service_like is a guess: over the network from one client to three servers or more, or at work in 20 hours of the day, or a name that begins svc or sa-.
-- cannot see: Group membership; Tier 0 beyond what 4672 on a domain controller and the context say.
with dcs as (
  select distinct n.name from hosts as h join host_names as n on n.host = h.host where h.role = 'dc'
),
sids as (
  select e.user_name, coalesce(e.user_domain, '') as user_domain, e.user_sid, e.computer,
    max(case when e.event_id = 4672 then 1 else 0 end) as admin,
    sum(case when e.event_id = 4624 and e.event_group = 'kerberos' then 1 else 0 end) as kerberos
  from events as e
  where e.event_id in (4624, 4672) and e.user_name is not null and coalesce(e.origin, 'live') = 'live'
  group by e.user_name, coalesce(e.user_domain, ''), e.user_sid, e.computer
),
known as (
  select
    case
      when s.user_sid = 'S-1-5-7' then 'NT AUTHORITY' || chr(92) || 'anonymous logon'
      else coalesce(u.domain, '') || chr(92) || u.sam
    end as account,
    u.sam, s.user_sid, h.host, s.admin, s.kerberos, d.name is not null as on_dc,
    case when u.local_to = h.host_no and d.name is null then 1 else 0 end as local_here
  from sids as s
  join user_names as u on u.user_name = s.user_name and u.user_domain = s.user_domain
  join host_names as h on h.name = s.computer
  left join dcs as d on d.name = s.computer
),
logons as (
  select account, max(sam) as sam, max(case when user_sid like 'S-1-5-21-%' then user_sid end) as sid,
    min(user_sid) as any_sid, max(local_here) as local_here,
    count(distinct case when admin = 1 then host end) as admin_on,
    min(case when admin = 1 then host end) as admin_first, max(case when admin = 1 then host end) as admin_last,
    max(case when admin = 1 and on_dc then 1 else 0 end) as dc_rights,
    sum(kerberos) as kerberos_logons
  from known group by account
),
uses as (
  select account, max(account_kind) as kind,
    count(used) as authentications,
    count(distinct case when used is not null then server end) as servers, count(distinct case when used is not null then client end) as clients,
    count(distinct cast((used - used % 86400000000) / 86400000000 as bigint)) as days_active,
    count(distinct (used % 86400000000) - (used % 3600000000)) as hours_of_day,
    timestamp_micros(min(used)) as first_time, timestamp_micros(max(used)) as last_time
  from (
    select account, account_kind, server, client,
      case when outcome in ('completed', 'unconfirmed') and coalesce(logon_type, 3) not in (2, 7, 10, 11) then unix_micros(time) end as used
    from authentications where account is not null
  ) as a
  group by account
),
tiers as (
  select lower(case when instr(account, chr(92)) > 0 then split_part(account, chr(92), 2) else account end) as sam,
    min(case when instr(account, chr(92)) > 0 then upper(split_part(account, chr(92), 1)) end) as domain, min(tier) as tier
  from context_tiers where account is not null group by 1
),
joined as (
  select coalesce(u.account, l.account) as account, l.sid, l.any_sid, l.local_here, l.admin_on, l.admin_first, l.admin_last,
    l.dc_rights, l.kerberos_logons, u.kind, u.authentications, u.servers, u.clients, u.days_active, u.hours_of_day, u.first_time, u.last_time,
    split_part(coalesce(u.account, l.account), chr(92), 2) as sam, split_part(coalesce(u.account, l.account), chr(92), 1) as domain
  from logons as l full outer join uses as u on u.account = l.account
)
select
  j.account,
  coalesce(j.sid, j.any_sid) as sid,
  case
    when j.kind in ('anonymous', 'credential_blob', 'local', 'system') then j.kind
    when j.sam = 'anonymous logon' then 'anonymous'
    when j.sid is null and j.any_sid like 'S-1-5-%' then 'system'
    when j.local_here = 1 then 'local'
    when j.sam like '%$' then 'machine'
    when j.sam like 'svc%' or j.sam like 'sa-%' or (j.clients = 1 and j.servers >= 3) or j.hours_of_day >= 20 then 'service_like'
    else 'user'
  end as kind,
  coalesce(t.tier, case when j.dc_rights = 1 and j.sam not like '%$' and coalesce(j.any_sid, '') like 'S-1-5-21-%' then '0' end) as tier,
  case when t.tier is not null then 'context' when j.dc_rights = 1 and j.sam not like '%$' and coalesce(j.any_sid, '') like 'S-1-5-21-%' then 'dc_rights' end as tier_basis,
  coalesce(j.admin_on, 0) as admin_on,
  concat_ws(',', j.admin_first, case when j.admin_last <> j.admin_first then j.admin_last end) as admin_hosts,
  cast(coalesce(j.authentications, 0) as bigint) as authentications,
  cast(coalesce(j.kerberos_logons, 0) as bigint) as kerberos_logons,
  coalesce(j.servers, 0) as servers,
  coalesce(j.clients, 0) as clients,
  coalesce(j.days_active, 0) as days_active,
  j.first_time,
  j.last_time
from joined as j
left join tiers as t on t.sam = j.sam and coalesce(t.domain, j.domain) = j.domain
where j.account <> chr(92)

-- Everything about one host, one account or one window of time, in order, from every vantage.
-- unit: one row per record
-- question: What happened there and then, and which records of other machines belong to it?
-- order: time, computer, source, byte_offset
-- builds on: events, sources, copies, host_names, user_names, auth_members
-- made: on reading
-- parameters:
-- host string = null
-- account string = null
-- since timestamp = null
-- until timestamp = null
-- columns:
-- time: as recorded, not corrected
-- computer: who recorded it
-- event_id, event: of the record
-- vantage: client, server, dc or authority
-- account: as in authentications; for 8001 without typed credentials the caller's
-- client, client_address, server: as recorded, folded to a host where known
-- target_name, process_name, process_id, logon_type, logon_id: as recorded
-- outcome, ntlm_version, status_name, usage_reason: as recorded
-- match_id: the authentication it belongs to, as in authentications
-- source, byte_offset: where it stands
-- caveats: Copies are left out. A host is found under every name it goes by, as the writer, the client or the server of a record.
-- cannot see: Clocks: two machines' records stand by their own times, whatever their offset.
with asked as (
  select
    lower(case when p.host like '%.%' then p.host else p.host end) as host,
    lower(case when instr(p.account, chr(92)) > 0 then split_part(p.account, chr(92), 2)
      when p.account like '%@%' and p.account not like '@@%' then split_part(p.account, '@', 1) else p.account end) as sam,
    case when instr(p.account, chr(92)) > 0 then upper(split_part(p.account, chr(92), 1)) end as domain,
    p.since, p.until
  from timeline_parameters as p
),
wanted_hosts as (
  select distinct n.name
  from asked as a
  join host_names as n on n.host = a.host or lower(n.name) = a.host or split_part(n.host, '.', 1) = a.host
  where a.host is not null
),
wanted_users as (
  select u.user_name, u.user_domain, case when a.domain is null or u.domain is null or u.domain = a.domain then 1 else 0 end as in_domain
  from user_names as u join asked as a on a.sam = u.sam
),
-- The wide rows are chosen before anything is joined to them.
chosen as (
  select e.*, s.source_no * 1099511627776 + e.byte_offset as id
  from events as e
  join sources as s on s.source = e.source
  cross join asked as a
  where (a.since is null or e.time >= a.since)
    and (a.until is null or e.time < a.until)
    and (a.host is null or e.client_address = a.host or e.computer in (select name from wanted_hosts)
      or e.client_name in (select name from wanted_hosts) or coalesce(e.server_name, e.via_name) in (select name from wanted_hosts))
    and (a.sam is null
      or (coalesce(e.user_name, ''), coalesce(e.user_domain, '')) in (select user_name, user_domain from wanted_users where in_domain = 1)
      or (e.event_id in (8001, 4001) and e.user_name is null
        and (coalesce(e.caller_name, ''), coalesce(e.caller_domain, '')) in (select user_name, user_domain from wanted_users)))
),
single as (
  select c.* from chosen as c
  where not exists (select 1 from copies as x where x.id = c.id)
)
select
  e.time,
  h.host as computer,
  e.event_id, e.event, e.vantage,
  case
    when u.sam <> '' then coalesce(u.domain, '') || chr(92) || u.sam
    when e.event_id in (8001, 4001) and w.sam <> '' then coalesce(w.domain, '') || chr(92) || w.sam
  end as account,
  coalesce(ch.host, e.client_name) as client,
  e.client_address,
  coalesce(sh.host, e.server_name, e.via_name) as server,
  e.target_name, e.process_name, e.process_id, e.logon_type, e.logon_id,
  e.outcome, e.ntlm_version, e.status_name, e.usage_reason,
  v.match_id,
  e.source, e.byte_offset
from single as e
join host_names as h on h.name = e.computer
left join host_names as ch on ch.name = e.client_name
left join host_names as sh on sh.name = coalesce(e.server_name, e.via_name)
left join user_names as u on u.user_name = coalesce(e.user_name, '') and u.user_domain = coalesce(e.user_domain, '')
left join user_names as w on w.user_name = coalesce(e.caller_name, '') and w.user_domain = coalesce(e.caller_domain, '')
left join auth_members as v on v.id = e.id

-- The records that are views of an NTLM authentication, once each, with numbers in place of names.
-- step of: authentications
-- unit: one row per record
-- builds on: events, sources, copies, host_names, twin_names, addresses, user_names, targets, programs, short_names, hosts
-- columns:
-- id: source number * 2^40 + byte_offset
-- t: microseconds since 1970 by the clock of the host
-- view: c client, h handshake (8002), s server, d domain controller, p passed on between domain controllers, v validation (4776), i interactive logon
-- slot: which record of that view: 1 old audit, 2 logon or enhanced audit, 3 enhanced audit, 4 validation of a local account
-- host_no: who wrote it
-- sam_no, user_no: the account; local_to: the machine it is local to, 0 for none or unknown
-- client_no, address_no, server_no, target_no, program_no: null where not recorded or not resolved
-- result: 0 not said, 1 allowed, 2 failed, 3 blocked
-- version: 1 LM, 2 NTLMv1, 3 NTLMv2
with dcs as (
  select distinct n.host_no from hosts as h join host_names as n on n.host = h.host where h.role = 'dc'
),
chosen as (
  select
    s.source_no * 1099511627776 + e.byte_offset as id,
    e.record_id, e.event_id, unix_micros(e.time) as t, e.computer,
    case
      when e.event_id in (8001, 4001, 4013, 4015, 4020, 4021) then 'c'
      when e.event_id in (8002, 4002) then 'h'
      when e.event_id in (8003, 4003, 4022, 4023) then 's'
      when e.event_id in (4624, 4625) then case when e.event_group = 'ntlm' then 's' else 'i' end
      when e.event_id in (8004, 4004) then case when coalesce(e.via_type, '2') in ('3', '4', '6', '7') then 'p' else 'd' end
      when e.event_id in (8006, 4006, 4030, 4031) then 'p'
      when e.event_id = 4776 then 'v'
      else 'd'
    end as view,
    case
      when e.event_id in (4020, 4021, 4032, 4033, 4030, 4031, 4624, 4625) then 2
      when e.event_id in (4022, 4023) then 3
      else 1
    end as slot,
    case when e.event_id in (8001, 4001, 4013, 4015) and e.user_name is null then
      case
        when e.caller_logon_id in (997, 998) then 'ANONYMOUS LOGON'
        when e.caller_logon_id in (996, 999) and coalesce(e.caller_name, '') not like '%$' then lower(split_part(e.computer, '.', 1)) || '$'
        else coalesce(e.caller_name, '')
      end
      when e.user_sid = 'S-1-5-7' then 'ANONYMOUS LOGON'
      else coalesce(e.user_name, '')
    end as user_name,
    case when e.event_id in (8001, 4001, 4013, 4015) and e.user_name is null then
      case
        when e.caller_logon_id in (997, 998) then ''
        when e.caller_logon_id in (996, 999) and coalesce(e.caller_name, '') not like '%$' then ''
        else coalesce(e.caller_domain, '')
      end
      when e.user_sid = 'S-1-5-7' then ''
      else coalesce(e.user_domain, '')
    end as user_domain,
    e.client_name, e.client_address,
    case when e.event_id in (8004, 4004) and coalesce(e.via_type, '2') not in ('3', '4', '6', '7') then e.via_name else e.server_name end as server_name,
    e.target_name, e.process_id, e.process_name, e.logon_id, e.logon_type,
    case e.outcome when 'allowed' then 1 when 'failed' then 2 when 'blocked' then 3 else 0 end as result,
    case e.ntlm_version when 'LM' then 1 when 'NTLMv1' then 2 when 'NTLMv2' then 3 end as version
  from events as e
  join sources as s on s.source = e.source
  where e.time is not null and e.computer is not null
    and coalesce(e.origin, 'live') = 'live' and not coalesce(e.duplicate, false)
    and (
      (e.event_group = 'ntlm' and (e.event_id between 8001 and 8006 or e.event_id between 4001 and 4006
        or e.event_id in (4013, 4015, 4624, 4625, 4776) or e.event_id between 4020 and 4023 or e.event_id between 4030 and 4033))
      or (e.event_group = 'session' and e.event_id in (4624, 4625) and e.logon_type in (2, 7, 10, 11)
        and e.auth_package = 'Negotiate' and (e.user_sid like 'S-1-5-21-%' or e.event_id = 4625))
    )
),
single as (
  select c.* from chosen as c
  where not exists (select 1 from copies as x where x.id = c.id)
)
select
  k.id, k.t, k.record_id, k.event_id,
  case when k.view = 'v' and r.host_no is null then 's' else k.view end as view,
  case when k.view = 'v' and r.host_no is null then 4 else k.slot end as slot,
  h.host_no, u.sam_no, u.user_no,
  case
    when k.view = 'v' and r.host_no is null then h.host_no
    when k.view in ('s', 'i') and r.host_no is null and u.local_to = h.host_no then h.host_no
    when k.view = 'c' and u.local_to is not null then u.local_to
    else 0
  end as local_to,
  case when k.view = 'c' then h.host_no else n.host_no end as client_no,
  case when k.view <> 'c' and (k.client_address like '127.%' or k.client_address = '::1') then h.host_no else a.host_no end as address_host_no,
  a.address_no,
  case
    when k.view in ('s', 'h', 'i') or (k.view = 'v' and r.host_no is null) then h.host_no
    when k.event_id in (8005, 4005) then h.host_no
    when w.host_no is not null then w.host_no
    when k.view = 'c' and v.host_no is null then case when g.is_address then ga.host_no when gh.is_machine then gh.host_no end
    else v.host_no
  end as server_no,
  g.target_no, k.process_id as pid, p.program_no, k.logon_id, k.logon_type, k.result, k.version
from single as k
join host_names as h on h.name = k.computer
join user_names as u on u.user_name = k.user_name and u.user_domain = k.user_domain
left join dcs as r on r.host_no = h.host_no
left join host_names as n on n.name = k.client_name
left join addresses as a on a.address = k.client_address
left join host_names as v on v.name = k.server_name
left join twin_names as w on k.view = 'd' and w.name = k.server_name and w.dc_no = h.host_no
left join targets as g on g.target_name = k.target_name
left join host_names as gh on gh.name = g.target_host
left join addresses as ga on ga.address = g.target_host
left join programs as p on p.process_name = k.process_name

-- Every NTLM authentication once, whatever number of machines recorded it: who, from where, to where, with what result.
-- unit: one row per authentication, attempt or handshake
-- question: Who authenticated by NTLM, from which client and program, to which server, and was it completed?
-- order: auth_id
-- builds on: views_of_match, host_names, user_names, targets, programs, addresses, hosts, domain_names, computers
-- columns:
-- auth_id: 1, 2, 3 in the order of time
-- time: of its first record, after taking out the offset of that host's clock
-- account: upper-case NetBIOS domain, backslash, lower-case SAM name; null for a lone handshake
-- account_kind: user, machine, local, anonymous, credential_blob or system; service_like is told by the analysis accounts
-- logon_type: as the server recorded it
-- client: lower-case FQDN when known, else the short name as the client claimed it; null when nobody recorded one
-- client_known: the client wrote logs here itself, so its name is more than a claim
-- client_address: as the server recorded it
-- server: lower-case FQDN when known, else the short name; null when nobody recorded one
-- target_name: what the caller asked for
-- client_process, server_process: program on each side; SYSTEM for the kernel
-- ntlm_version: LM, NTLMv1 or NTLMv2; null for null sessions and where nobody says
-- version_basis: enhanced (4020 to 4033), logon (4624 alone), null_session, none
-- outcome: completed, failed, blocked, unconfirmed (8003 to 8006 without a result: counts as a dependency), attempt_only (the client's view alone), handshake_only (8002 alone)
-- seen_client, seen_server, seen_dc: who recorded it
-- match: key (all views agree in account, client and server), window (one of them was unknown somewhere), ambiguous (more records of one kind than of another), single (one machine's view)
-- records: how many records it is made of
-- dc: the domain controller that validated it
-- passed_on: a second controller took part, over a trust or from a read-only one
-- loopback: client and server are the same machine
-- local_account: the account belongs to the server, not to a domain
-- logon_version: what the 4624 says, 1 LM, 2 NTLMv1, 3 NTLMv2, right or wrong
-- logon_id: of the server's session, unique within a boot
-- match_id: leads to the records in auth_views
-- caveats: In a burst the k-th record of one kind goes with the k-th of another, so that numbers are right where single pairs may be swapped. Names of clients are claims.
-- cannot see: Authentications that no kept log recorded. With DC logs alone, a bare 4776 names no server.
with netbios as (
  select h.host_no, coalesce(d.domain, upper(split_part(c.domain_suffix, '.', 1))) as domain
  from (select distinct host, host_no from host_names where is_computer) as h
  join (select full_name, min(domain_suffix) as domain_suffix from computers group by full_name) as c on c.full_name = h.host
  left join domain_names as d on d.name = c.domain_suffix
),
hosts_by_no as (
  select host_no, min(host) as host, max(case when is_computer then 1 else 0 end) as is_computer from host_names group by host_no
),
-- Numbered by themselves: a sort of whole rows would move every column.
numbered as (
  select match_id, cast(row_number() over (order by moment, match_id) as bigint) as auth_id from views_of_match
),
written as (
  select v.*, b.auth_id,
    case when u1.domain is not null then u1.domain when u2.domain is not null then u2.domain when u3.domain is not null then u3.domain else u4.domain end as domain_written,
    coalesce(u1.sam, u2.sam, u3.sam, u4.sam) as sam
  from views_of_match as v
  join numbered as b on b.match_id = v.match_id
  left join user_names as u1 on u1.user_no = v.logon_user
  left join user_names as u2 on u2.user_no = v.server_user
  left join user_names as u3 on u3.user_no = v.dc_user
  left join user_names as u4 on u4.user_no = v.client_user
),
named as (
  select w.*, c.host as client, c.is_computer as client_computer, coalesce(s.host, th.host) as server, l.host as local_host, d.host as dc,
    t.target_name, p.process_name as client_process, q.process_name as server_process, a.address as client_address,
    coalesce(w.domain_written, dn.domain, sn.domain, cn.domain) as domain
  from written as w
  left join hosts_by_no as c on c.host_no = w.client_no
  left join hosts_by_no as s on s.host_no = w.server_no
  left join hosts_by_no as l on l.host_no = w.local_to
  left join hosts_by_no as d on d.host_no = w.dc_no
  left join targets as t on t.target_no = w.target_no
  -- Where no machine is known by what the caller asked for, its words stand.
  left join host_names as th on th.name = t.target_host and not t.is_address and w.server_no is null
  left join programs as p on p.program_no = w.client_program
  left join programs as q on q.program_no = w.server_program
  left join addresses as a on a.address_no = w.address_no
  left join netbios as dn on dn.host_no = w.dc_no
  left join netbios as sn on sn.host_no = w.server_no
  left join netbios as cn on cn.host_no = w.client_no
)
select
  auth_id,
  timestamp_micros(moment) as time,
  case
    when sam is null or sam = '' then null
    when sam = 'anonymous logon' then 'NT AUTHORITY' || chr(92) || sam
    when local_to <> 0 then upper(split_part(local_host, '.', 1)) || chr(92) || sam
    else coalesce(domain, '') || chr(92) || sam
  end as account,
  case
    when sam is null or sam = '' then null
    when sam = 'anonymous logon' then 'anonymous'
    when sam like '@@%' then 'credential_blob'
    when local_to <> 0 then 'local'
    when sam in ('system', 'local service', 'network service') then 'system'
    when sam like '%$' then 'machine'
    else 'user'
  end as account_kind,
  logon_type,
  client,
  coalesce(client_computer = 1, false) as client_known,
  client_address,
  server,
  target_name,
  coalesce(client_process, case when client_pid = 4 then 'SYSTEM' end) as client_process,
  coalesce(server_process, case when server_pid = 4 then 'SYSTEM' end) as server_process,
  case
    when sam = 'anonymous logon' then null
    else case coalesce(enhanced_version, logon_version) when 1 then 'LM' when 2 then 'NTLMv1' when 3 then 'NTLMv2' end
  end as ntlm_version,
  case
    when sam = 'anonymous logon' then 'null_session'
    when enhanced_version is not null then 'enhanced'
    when logon_version is not null then 'logon'
    else 'none'
  end as version_basis,
  outcome,
  seen_client = 1 as seen_client,
  seen_server = 1 as seen_server,
  seen_dc = 1 as seen_dc,
  case
    when seen_client + seen_server + seen_dc < 2 then 'single'
    when coalesce(crowded, 0) = 1 then 'ambiguous'
    when coalesce(agreed, 1) = 1 and coalesce(strict, 1) = 1 and client is not null and server is not null then 'key'
    else 'window'
  end as match,
  records,
  dc,
  passed_on = 1 as passed_on,
  coalesce(client = server, false) as loopback,
  local_to <> 0 as local_account,
  logon_version,
  logon_id,
  match_id
from named

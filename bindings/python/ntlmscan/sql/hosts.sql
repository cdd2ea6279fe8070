-- The computers that wrote the logs: name, role and why it is believed, build, what their audit shows and what it misses.
-- unit: one row per computer
-- question: Which machines do the logs speak for, and which setting would make each of them say more?
-- order: host
-- builds on: events, host_names, host_events, validators, computers, domain_names, context_hosts
-- columns:
-- host: lower-case FQDN where known, else the short name
-- aliases: other names it was written by, comma separated; computers only, the newest name is the host
-- role: dc, server or client
-- role_evidence: what the role is read from: context, kdc, ntlm_dc, validator (4776 for accounts at work elsewhere), incoming, default
-- domain: NetBIOS name where learned, else the first label of the DNS suffix; null for a workgroup
-- build: Windows build as the boot events name it
-- families: audit families seen: outgoing, incoming, incoming_domain, domain, enhanced, enhanced_domain, logon, validation, kerberos
-- missing_audit: policy, value and meaning of what would have to be set to see more, separated by semicolons; null when nothing is missing
-- first_time, last_time, records: of the kept records; the times are those of whole hours
-- caveats: A family that is on but had nothing to record looks like one that is off. The audit level is not in the logs.
-- cannot see: Machines that wrote nothing here; they appear only as names in the authentications.
with built as (
  select h.host,
    max(case when e.event_id = 6009 then regexp_extract(e.extra, '"Data#2":"([^"]*)"', 1)
      else regexp_extract(e.extra, '"BuildVersion":"([^"]*)"', 1) end) as build
  from events as e
  join host_names as h on h.name = e.computer
  where e.event_id in (6009, 12) and e.extra is not null
  group by h.host
),
seen as (
  select host, min(hour) as first_hour, max(hour) as last_hour, sum(records) as records,
    max(case when event_id in (4768, 4769, 4771) then 1 else 0 end) as kdc,
    max(case when event_id in (8004, 8005, 8006, 4004, 4005, 4006, 4030, 4031, 4032, 4033) then 1 else 0 end) as ntlm_dc,
    max(case when event_id in (8001, 4001) then 1 else 0 end) as outgoing,
    max(case when event_id in (8002, 4002) then 1 else 0 end) as incoming,
    max(case when event_id in (8003, 4003) then 1 else 0 end) as incoming_domain,
    max(case when event_id between 8004 and 8006 or event_id between 4004 and 4006 then 1 else 0 end) as domain_audit,
    max(case when event_id between 4020 and 4023 then 1 else 0 end) as enhanced,
    max(case when event_id between 4030 and 4033 then 1 else 0 end) as enhanced_domain,
    max(case when event_id in (4624, 4625) then 1 else 0 end) as logon,
    max(case when event_id = 4776 then 1 else 0 end) as validation,
    max(case when event_id in (8002, 8003, 4022, 4023) or (event_group = 'ntlm' and event_id = 4624) then 1 else 0 end) as serves
  from host_events group by host
),
stated as (
  select h.host, min(lower(c.role)) as role
  from context_hosts as c join host_names as h on h.name = c.name
  where c.role is not null group by h.host
),
names as (
  select h.host, min(c.domain_suffix) as domain_suffix,
    concat_ws(',', min(case when lower(c.computer) <> h.host then lower(c.computer) end),
      case when min(case when lower(c.computer) <> h.host then lower(c.computer) end) <> max(case when lower(c.computer) <> h.host then lower(c.computer) end)
        then max(case when lower(c.computer) <> h.host then lower(c.computer) end) end) as aliases
  from computers as c join host_names as h on h.name = c.computer
  group by h.host
),
judged as (
  select s.*, n.aliases, n.domain_suffix, case when b.build <> '' then b.build end as build,
    case
      when t.role is not null then t.role
      when s.kdc = 1 or s.ntlm_dc = 1 or v.host is not null then 'dc'
      when s.serves = 1 then 'server'
      else 'client'
    end as role,
    case
      when t.role is not null then 'context'
      when s.kdc = 1 then 'kdc'
      when s.ntlm_dc = 1 then 'ntlm_dc'
      when v.host is not null then 'validator'
      when s.serves = 1 then 'incoming'
      else 'default'
    end as role_evidence
  from seen as s
  join names as n on n.host = s.host
  left join stated as t on t.host = s.host
  left join built as b on b.host = s.host
  left join validators as v on v.host = s.host
)
select
  j.host,
  case when j.aliases <> '' then j.aliases end as aliases,
  j.role,
  j.role_evidence,
  coalesce(d.domain, upper(split_part(j.domain_suffix, '.', 1))) as domain,
  j.build,
  concat_ws(',',
    case when outgoing = 1 then 'outgoing' end, case when incoming = 1 then 'incoming' end,
    case when incoming_domain = 1 then 'incoming_domain' end, case when domain_audit = 1 then 'domain' end,
    case when enhanced = 1 then 'enhanced' end, case when enhanced_domain = 1 then 'enhanced_domain' end,
    case when logon = 1 then 'logon' end, case when validation = 1 then 'validation' end,
    case when kdc = 1 then 'kerberos' end) as families,
  case when outgoing = 1 and incoming = 1 and logon = 1 and (role <> 'dc' or (domain_audit = 1 and validation = 1 and kdc = 1)) then null
  else concat_ws('; ',
    case when outgoing = 0 then 'RestrictSendingNTLMTraffic = 1 (audits outgoing NTLM as 8001; 2 would refuse it)' end,
    case when incoming = 0 then 'AuditReceivingNTLMTraffic = 2 (audits incoming NTLM of all accounts as 8002 and 8003)' end,
    case when role = 'dc' and domain_audit = 0 then 'AuditNTLMInDomain = 7 (audits NTLM at the domain controller as 8004 to 8006)' end,
    case when logon = 0 then 'Audit Logon = Success and Failure (4624, 4625)' end,
    case when role = 'dc' and validation = 0 then 'Audit Credential Validation = Success and Failure (4776)' end,
    case when role = 'dc' and kdc = 0 then 'Audit Kerberos Service Ticket Operations = Success and Failure (4769)' end)
  end as missing_audit,
  timestamp_micros(j.first_hour) as first_time,
  timestamp_micros(j.last_hour + 3599999999) as last_time,
  cast(j.records as bigint) as records
from judged as j
left join domain_names as d on d.name = j.domain_suffix

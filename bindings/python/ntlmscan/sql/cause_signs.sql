-- What is known about each authentication that bears on why it went by NTLM, side by side.
-- step of: causes
-- unit: one row per authentication, attempt or handshake
-- builds on: authentications, views_of_match, reasons, bindings, kerberos_signs, targets, host_names, computers, domain_names, host_events, client_side, client_matches, handshakes, passed_on, programs, dc_side, kept, events, sources
-- columns:
-- auth_id, match_id, outcome, seen_client, seen_server, seen_dc, sam_no, client_no, server_no, client_pid, server_pid: as in authentications and views_of_match
-- usage_id, usage_reason, by_text: as in reasons
-- asked_name, asked_class, asked_host, asked_address: what the client asked for, taken apart
-- asked_domain: it is the name of a domain, not of a machine
-- asked_other: the server that answered goes by another name
-- servers_of_name: how many servers answer to it
-- account_foreign: 2 the account's domain is another than the server's, 1 probably, 0 the same or unknown
-- over_trust: a controller says that the request crossed a trust
-- client_image, program: the client's program without its path, lower case; program is the server's where that is unknown
-- the rest: what their names say
with suffixes as (
  select lower(name) as suffix, min(domain) as domain, max(case when basis in ('sid', 'machine') then 1 else 0 end) as learned
  from domain_names where name like '%.%' group by lower(name)
),
machines as (
  select h.host_no, min(h.host) as host, min(s.domain) as domain, max(s.learned) as learned
  from (select host_no, host, substr(host, length(split_part(host, '.', 1)) + 2) as suffix from host_names group by host_no, host) as h
  left join suffixes as s on s.suffix = h.suffix
  group by h.host_no
),
own_suffixes as (
  select lower(c.domain_suffix) as suffix from computers as c where c.domain_suffix is not null group by 1
),
own_domains as (
  select suffix as name from own_suffixes
  union
  select lower(s.domain) from own_suffixes as o join suffixes as s on s.suffix = o.suffix
),
asked_for as (
  select t.target_no, t.target_name, t.service_class, t.target_host, t.is_address, h.host_no,
    coalesce(h.is_computer, false) as is_computer,
    d.name is not null as is_domain
  from targets as t
  left join host_names as h on h.name = t.target_host
  left join own_domains as d on d.name = t.target_host
),
asked as (
  select v.match_id, v.sam_no, v.server_no, v.dc_no, v.client_no, v.client_pid, v.server_pid, v.passed_on, v.seen_server, v.seen_client, v.nameless,
    v.client_program, v.server_program,
    case when v.outcome = 'handshake_only' then 1 else 0 end as handshake,
    cast((v.moment - v.moment % 1800000000) / 1800000000 as bigint) as half_hour,
    v.moment - v.moment % 3600000000 as hour,
    coalesce(v.target_no, case when v.seen_client = 0 then b.target_no end) as target_no
  from views_of_match as v
  left join bindings as b on b.match_id = v.match_id
),
answering as (
  select target_no, count(distinct server_no) as servers from asked
  where target_no is not null and server_no is not null group by target_no
),
signs as (
  select about, number, half_hour,
    max(case when sign = 'missing' then 1 else 0 end) as missing,
    max(case when sign = 'duplicate' then 1 else 0 end) as twice,
    max(case when sign = 'wrong_key' then 1 else 0 end) as wrong_key,
    max(case when sign = 'encryption' then 1 else 0 end) as encryption,
    max(case when sign = 'clock' then 1 else 0 end) as clock,
    max(case when sign = 'no_dc' then 1 else 0 end) as no_dc
  from kerberos_signs group by about, number, half_hour
),
refused_keys as (
  select coalesce(m.match_id, c.audit_id, c.enhanced_id) as match_id
  from kept as k
  join client_side as c on c.audit_id = k.id
  left join client_matches as m on m.c_id = coalesce(c.audit_id, c.enhanced_id)
  where k.event_id = 4013
  group by 1
),
-- RPCSS asking itself: 8002 of a service host that runs as NETWORK SERVICE.
mapper_opened as (
  select h.h_id
  from handshakes as h
  join (
    select s.source_no * 1099511627776 + e.byte_offset as id
    from events as e join sources as s on s.source = e.source
    where e.event_id = 8002 and e.event_group = 'ntlm' and e.caller_logon_id = 996 and lower(e.process_name) like '%svchost.exe%'
  ) as e on e.id = h.h_id
  where h.s_id is null
),
crossing as (
  select p.match_id
  from passed_on as p
  join dc_side as d on coalesce(d.audit_id, d.enhanced_id, d.check_id) = p.d_id
  join kept as k on k.id = coalesce(d.audit_id, d.enhanced_id)
  where k.event_id in (8006, 4006, 4030, 4031)
  group by p.match_id
),
radius as (
  select distinct host_no from host_events where event_id in (6272, 6273)
),
images as (
  select program_no, lower(split_part(split_part(process_name, chr(92), -1), ' (', 1)) as image from programs
),
-- The controller's records always have a place for the workstation's name; Windows fills it in. A server that only ever asks the controller, for several accounts, without a workstation and without a session of its own.
relaying as (
  select server_no, 1 as relays
  from asked
  where server_no is not null and handshake = 0
  group by server_no
  having min(case when coalesce(nameless, 0) = 1 and seen_server = 0 and seen_client = 0 then 1 else 0 end) = 1
    and min(sam_no) < max(sam_no)
),
logon_logs as (
  select host_no, min(hour) as first_hour, max(hour) as last_hour from host_events where event_id = 4624 group by host_no
),
joined as (
  select
    a.auth_id, a.match_id, a.outcome, a.seen_client, a.seen_server, a.seen_dc, a.account_kind, a.local_account, a.loopback, a.logon_type,
    a.client, a.server, q.sam_no, q.client_no, q.server_no, q.client_pid, q.server_pid,
    coalesce(ci.image, case when q.client_pid = 4 then 'system' end) as client_image,
    coalesce(si.image, case when q.server_pid = 4 then 'system' end) as server_image,
    r.usage_id, r.usage_reason, r.by_text,
    t.target_name as asked_name, t.service_class as asked_class, t.target_host as asked_host,
    coalesce(t.is_address, false) as asked_address, coalesce(t.is_domain, false) as asked_domain,
    t.host_no is not null and q.server_no is not null and t.host_no <> q.server_no and not coalesce(t.is_address, false)
      -- A name that another known computer bears is no alias; records of a burst may have been crossed.
      and not coalesce(t.is_domain, false) and not coalesce(t.is_computer, false)
      and split_part(t.target_host, '.', 1) <> split_part(s.host, '.', 1) as asked_other,
    n.servers as servers_of_name,
    split_part(a.account, chr(92), 1) as account_domain,
    coalesce(s.domain, case when q.passed_on = 0 then d.domain end) as server_domain,
    coalesce(s.learned, case when q.passed_on = 0 then d.learned end, 0) as server_learned,
    f.learned as account_learned,
    x.match_id is not null as over_trust,
    g.match_id is not null as key_refused,
    o.h_id is not null as mapper_rhythm,
    i.host_no is not null as radius,
    q.nameless = 1 as nameless, coalesce(z.relays, 0) = 1 as relays,
    coalesce(q.hour >= l.first_hour and q.hour <= l.last_hour, false) as logons_kept,
    coalesce(ts.missing, 0) as missing, coalesce(ts.twice, 0) as twice,
    greatest(coalesce(ts.wrong_key, 0), coalesce(ss.wrong_key, 0)) as wrong_key,
    greatest(coalesce(ts.encryption, 0), coalesce(ss.encryption, 0)) as encryption,
    coalesce(cs.clock, 0) as clock, coalesce(cs.no_dc, 0) as no_dc
  from authentications as a
  join asked as q on q.match_id = a.match_id
  left join reasons as r on r.match_id = a.match_id
  left join asked_for as t on t.target_no = q.target_no
  left join answering as n on n.target_no = q.target_no
  left join machines as s on s.host_no = q.server_no
  left join machines as d on d.host_no = q.dc_no
  left join (select domain, max(learned) as learned from suffixes group by domain) as f on f.domain = split_part(a.account, chr(92), 1)
  left join crossing as x on x.match_id = a.match_id
  left join refused_keys as g on g.match_id = a.match_id
  left join mapper_opened as o on o.h_id = a.match_id
  left join radius as i on i.host_no = q.server_no
  left join logon_logs as l on l.host_no = q.server_no
  left join images as ci on ci.program_no = q.client_program
  left join images as si on si.program_no = q.server_program
  left join relaying as z on z.server_no = q.server_no
  left join signs as ts on ts.about = 'target' and ts.number = q.target_no and ts.half_hour = q.half_hour
  left join signs as ss on ss.about = 'server' and ss.number = q.server_no and ss.half_hour = q.half_hour
  left join signs as cs on cs.about = 'client' and cs.number = q.client_no and cs.half_hour = q.half_hour
)
select
  auth_id, match_id, outcome, seen_client, seen_server, seen_dc, sam_no, client_no, server_no, client_pid, server_pid,
  client_image, coalesce(client_image, server_image) as program,
  usage_id, usage_reason, by_text, asked_name, asked_class, asked_address, asked_domain, coalesce(asked_other, false) as asked_other,
  servers_of_name,
  coalesce(account_kind, '') = 'anonymous' as is_anonymous,
  -- Somebody who sits down at a machine is client and server of it and no loopback.
  coalesce(logon_type, 3) not in (2, 7, 10, 11)
    and (coalesce(loopback, false) or coalesce(asked_host, '') in ('localhost', '127.0.0.1', '::1')) as is_loopback,
  coalesce(client <> server, false) as is_remote,
  coalesce(account_kind, '') = 'local' or coalesce(local_account, false) as is_local,
  coalesce(account_kind, '') = 'credential_blob' as is_blob,
  coalesce(account_domain, '') in ('AZUREAD', 'MICROSOFTACCOUNT') as is_cloud,
  coalesce(account_kind in ('user', 'machine') and account_learned = 1 and not coalesce(local_account, false), false) as is_domain_account,
  case
    when coalesce(account_kind, '') not in ('user', 'machine') or coalesce(account_domain, '') in ('', 'WORKGROUP', 'NT AUTHORITY', 'AZUREAD', 'MICROSOFTACCOUNT') then 0
    when server_domain is null or account_domain = server_domain then 0
    when upper(split_part(server, '.', 1)) = account_domain or upper(split_part(coalesce(client, ''), '.', 1)) = account_domain then 0
    when over_trust or (account_learned = 1 and server_learned = 1) then 2
    else 1
  end as account_foreign,
  over_trust and coalesce(account_domain <> server_domain, true) as over_trust,
  key_refused, mapper_rhythm, radius, relays,
  logons_kept and not seen_server and seen_dc as unheard,
  coalesce(nameless, client is null and account_kind is not null and server_pid is not null) as no_workstation,
  missing = 1 as sign_missing, twice = 1 as sign_duplicate, wrong_key = 1 as sign_wrong_key, encryption = 1 as sign_encryption,
  clock = 1 as sign_clock, no_dc = 1 as sign_no_dc
from joined

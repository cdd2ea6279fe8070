-- What was refused: every incident once, with who, from where, to what, what the user saw, and the way out.
-- unit: one row per incident: refusals of one account, client, server and target with less than a minute between them
-- question: Whom does blocking NTLM hurt since it was switched on, which setting did it, and what helps?
-- order: time, incident_id
-- builds on: events, sources, copies, authentications, auth_members, kept, hosts, host_names, user_names
-- columns:
-- incident_id: 1, 2, 3 in the order of time
-- time, last_time: of its first and last refusal
-- account, client, server, target_name: as in authentications
-- who_basis: recorded; attempt where the server refused before it knew who came, and one account and client tried it then; null where nobody is named
-- program: at the client, else at the server
-- refusal: outgoing, smb_client, application, incoming, incoming_all, domain, domain_controller, trusted_domain, server_or_controller, protected_users, authentication_policy, authentication_policy_audit, credential_guard, ntlmv1_sso, session_security_client, session_security_server, rolling_secret
-- refused_by: client, server, controller, program, or server or controller where no record tells which
-- refused: false where a record only warns: authentication_policy_audit, rolling_secret
-- policy: the setting that refuses, by its registry value
-- symptom: what the user saw
-- way_out: what helps
-- exception_list, exception_entry: the list that could lift it, and the entry by the name that list is compared with; null where none can
-- refusals: how many times it was tried
-- events: the ids that record it
-- records: how many records
-- match_id: the first of its authentications, leads to the records in auth_views; null where no authentication stands behind it
-- source, byte_offset: its first record
-- caveats: Fewer incidents can mean that clients gave up. 4003 alone does not say whether the server or a controller refused; without that controller's log it stays open. Exceptions weaken the protection against relay: give each an owner and an end.
-- cannot see: Refusals of a client that is no Windows, and what Credential Guard hides.
with refused as (
  select match_id, id from auth_members where match_id in (select match_id from authentications where outcome = 'blocked')
),
viewed as (
  select v.match_id,
    max(case when v.event_id = 4001 then 1 else 0 end) as e4001, max(case when v.event_id = 4002 then 1 else 0 end) as e4002,
    max(case when v.event_id = 4003 then 1 else 0 end) as e4003, max(case when v.event_id = 4004 then 1 else 0 end) as e4004,
    max(case when v.event_id = 4005 then 1 else 0 end) as e4005, max(case when v.event_id = 4006 then 1 else 0 end) as e4006,
    max(case when v.event_id = 4013 then 1 else 0 end) as e4013, max(case when v.event_id = 4015 then 1 else 0 end) as e4015,
    max(case when v.event_id = 4625 then 1 else 0 end) as e4625, max(case when v.event_id = 4776 then 1 else 0 end) as e4776,
    min(v.id) as id
  from (select r.match_id, r.id, k.event_id from refused as r join kept as k on k.id = r.id) as v
  group by v.match_id
),
controllers as (
  select upper(domain) as domain from hosts where role = 'dc' and domain is not null group by 1
),
by_view as (
  select unix_micros(a.time) as t, a.account, a.client, a.server, a.target_name, coalesce(a.client_process, a.server_process) as program, a.match_id, a.records, v.id,
    case
      when v.e4015 = 1 and coalesce(a.client_process, 'SYSTEM') = 'SYSTEM' and lower(a.target_name) like 'cifs/%' then 'smb_client'
      when v.e4015 = 1 then 'application'
      when v.e4001 = 1 then 'outgoing'
      when v.e4013 = 1 then 'credential_guard'
      when v.e4005 = 1 then 'domain_controller'
      when v.e4004 = 1 then 'domain'
      when v.e4006 = 1 then 'trusted_domain'
      when v.e4776 = 1 and a.seen_dc then 'domain'
      when v.e4002 = 1 and v.e4003 = 0 then 'incoming_all'
      when v.e4003 = 1 and c.domain is not null then 'incoming'
      else 'server_or_controller'
    end as refusal,
    concat_ws(',', case when e4001 = 1 then '4001' end, case when e4002 = 1 then '4002' end, case when e4003 = 1 then '4003' end,
      case when e4004 = 1 then '4004' end, case when e4005 = 1 then '4005' end, case when e4006 = 1 then '4006' end,
      case when e4013 = 1 then '4013' end, case when e4015 = 1 then '4015' end, case when e4625 = 1 then '4625' end, case when e4776 = 1 then '4776' end) as events
  from viewed as v
  join authentications as a on a.match_id = v.match_id
  left join controllers as c on c.domain = upper(split_part(a.account, chr(92), 1))
),
alone as (
  select s.source_no * 1099511627776 + e.byte_offset as id, e.event_id, unix_micros(e.time) as t, h.host, h.host_no, u.sam_no,
    case when u.sam <> '' then coalesce(u.domain, r.domain, '') || chr(92) || u.sam end as account, u.sam,
    coalesce(n.host, e.client_name) as device, e.target_name,
    coalesce(e.process_name, case when e.process_id = 4 then 'SYSTEM' end) as program
  from events as e
  join sources as s on s.source = e.source
  join host_names as h on h.name = e.computer
  left join (select host, upper(domain) as domain from hosts) as r on r.host = h.host and e.event_id in (100, 101, 301)
  left join copies as c on c.id = s.source_no * 1099511627776 + e.byte_offset
  left join host_names as n on n.name = e.client_name
  left join user_names as u
    on u.user_name = coalesce(e.user_name, case when e.event_id = 4025 then e.caller_name end, '')
    and u.user_domain = coalesce(case when e.user_name is null and e.event_id = 4025 then e.caller_domain else e.user_domain end, '')
  where e.event_id in (100, 101, 301, 4010, 4011, 4012, 4014, 4025) and e.event_group = 'ntlm' and e.time is not null
    and coalesce(e.origin, 'live') = 'live' and not coalesce(e.duplicate, false) and c.id is null
),
-- 100 and 101 stand beside the controller's 4776 of the same account; that leads to server and client.
checked as (
  select a.id, v.match_id, row_number() over (partition by a.id order by abs(k.t - a.t), v.match_id) as nth
  from (
    select id, sam_no, host_no, t, t - t % 2000000 + d.step as bucket from alone
    cross join (values (-2000000), (0), (2000000)) as d(step)
    where event_id in (100, 101, 301)
  ) as a
  join (
    select id, sam_no, host_no, t, t - t % 2000000 as bucket from kept where event_id = 4776
  ) as k on k.host_no = a.host_no and k.sam_no = a.sam_no and k.bucket = a.bucket
  join auth_members as v on v.id = k.id
),
by_record as (
  select coalesce(unix_micros(m.time), a.t) as t,
    coalesce(m.account, a.account) as account,
    case when a.event_id in (100, 101, 301, 4012) then coalesce(m.client, a.device) when a.event_id <> 4011 then a.host end as client,
    case when a.event_id = 4011 then a.host else m.server end as server,
    coalesce(m.target_name, a.target_name) as target_name,
    coalesce(m.client_process, m.server_process, a.program) as program,
    m.match_id, coalesce(m.records, 0) + 1 as records, a.id,
    case a.event_id
      when 100 then 'protected_users' when 101 then 'authentication_policy' when 301 then 'authentication_policy_audit'
      when 4010 then 'session_security_client' when 4011 then 'session_security_server' when 4012 then 'rolling_secret'
      when 4014 then 'credential_guard' else 'ntlmv1_sso'
    end as refusal,
    concat_ws(',', cast(a.event_id as string), case when w.e4625 = 1 then '4625' end, case when w.match_id is not null then '4776' end) as events
  from alone as a
  left join checked as c on c.id = a.id and c.nth = 1
  left join authentications as m on m.match_id = c.match_id
  left join (
    select v.match_id, max(case when k.event_id = 4625 then 1 else 0 end) as e4625
    from (select match_id, id from auth_members where match_id in (select match_id from checked)) as v
    join kept as k on k.id = v.id
    group by v.match_id
  ) as w on w.match_id = c.match_id
),
-- Who knocked where the server refused before it asked: only where one account from one client tried it within five seconds.
knocking as (
  select r.id, min(a.account) as account, min(a.client) as client, min(a.target_name) as target_name, min(a.client_process) as program
  from (
    select id, server, t, t - t % 5000000 + d.step as bucket from by_view
    cross join (values (-5000000), (0), (5000000)) as d(step)
    where account is null and server is not null
  ) as r
  join (
    select account, client, server, target_name, client_process, unix_micros(time) as t, unix_micros(time) - unix_micros(time) % 5000000 as bucket
    from authentications where outcome = 'attempt_only' and server is not null
  ) as a on a.server = r.server and a.bucket = r.bucket and abs(a.t - r.t) < 5000000
  group by r.id
  having count(distinct a.account) = 1 and count(distinct a.client) = 1
),
refusals as (
  select b.t, coalesce(b.account, k.account) as account, coalesce(b.client, k.client) as client, b.server,
    coalesce(b.target_name, k.target_name) as target_name, coalesce(k.program, b.program) as program, b.match_id, b.records, b.id, b.refusal, b.events,
    case when b.account is not null then 'recorded' when k.id is not null then 'attempt' end as who_basis
  from by_view as b left join knocking as k on k.id = b.id
  union all
  select t, account, client, server, target_name, program, match_id, records, id, refusal, events,
    case when account is not null then 'recorded' end
  from by_record
),
stepped as (
  select *, lag(t) over (partition by account, client, server, target_name, refusal order by t, id) as before from refusals
),
numbered as (
  select *, sum(case when before is not null and t - before < 60000000 then 0 else 1 end) over (
    partition by account, client, server, target_name, refusal order by t, id rows between unbounded preceding and current row) as burst
  from stepped
),
incidents as (
  select account, client, server, target_name, refusal, burst, min(t) as first_t, max(t) as last_t, max(program) as program, max(who_basis) as who_basis,
    count(*) as refusals, max(events) as events, sum(records) as records, min(match_id) as match_id, min(id) as id
  from numbered
  group by account, client, server, target_name, refusal, burst
),
words as (
  select * from (values
    ('outgoing', 'client', 'RestrictSendingNTLMTraffic = 2', 'network path not found, or: the request is not supported (0xC00000BB)',
      'use a name that Kerberos knows; else an exception for the target as it is asked for', 'ClientAllowedNTLMServers'),
    ('smb_client', 'program', 'BlockNTLM = 1', 'the share cannot be reached: network path not found',
      'reach the share by its name; else an exception for the server as it is typed', 'BlockNTLMServerExceptionList'),
    ('application', 'program', null, 'the program says that it cannot sign in',
      'the program rules out NTLM itself: give it a name and path for which Kerberos works', null),
    ('incoming', 'server', 'RestrictReceivingNTLMTraffic = 1', 'access denied although the password is right: NTLM is blocked (0xC0000418, error 1937)',
      'no exception exists for incoming NTLM: mend Kerberos for this server, or take the setting back there', null),
    ('incoming_all', 'server', 'RestrictReceivingNTLMTraffic = 2', 'refused before a name is asked: the request is not supported (0xC00000BB)',
      'no exception exists for incoming NTLM; 2 refuses local accounts and the machine itself too: mend Kerberos, or take the setting back there', null),
    ('domain', 'controller', 'RestrictNTLMInDomain', 'access denied although the password is right: NTLM is blocked (0xC0000418), which servers pass on as not supported (0xC00000BB)',
      'mend Kerberos for this server; else an exception for it on all controllers', 'DCAllowedNTLMServers'),
    ('domain_controller', 'controller', 'RestrictNTLMInDomain', 'the domain controller refuses the sign-in: NTLM is blocked (0xC0000418)',
      'reach the controller by its name, so that Kerberos answers; else an exception for it on all controllers', 'DCAllowedNTLMServers'),
    ('trusted_domain', 'controller', 'RestrictNTLMInDomain', 'access denied in the other domain: NTLM is blocked (0xC0000418)',
      'mend Kerberos across the trust: a forest trust, names that route; whether an exception lifts this is not documented', null),
    ('server_or_controller', 'server or controller', 'RestrictReceivingNTLMTraffic or RestrictNTLMInDomain', 'access denied although the password is right: NTLM is blocked (0xC0000418, error 1937)',
      'collect the log of the controller that validates: 4004 to 4006 there tell which of the two refused', null),
    ('protected_users', 'controller', 'membership in Protected Users', 'wrong user name or password, or: account restriction (0xC000006E), although the password is right',
      'mend what the account uses NTLM for, or take it out of the group until then; no exception exists', null),
    ('authentication_policy', 'controller', 'authentication policy or silo', 'refused by the authentication firewall (0xC0000413)',
      'let the policy allow NTLM for the account from there, or mend Kerberos', null),
    ('authentication_policy_audit', 'controller', 'authentication policy or silo, in audit', 'nothing: it worked, and will not once the policy is enforced',
      'mend Kerberos for this access before the policy is enforced', null),
    ('credential_guard', 'client', 'Credential Guard', 'asked for credentials again, or single sign-on fails',
      'move what needs NTLMv1 or the key (MS-CHAPv2, old devices) to certificates or Kerberos', null),
    ('ntlmv1_sso', 'client', 'BlockNtlmv1SSO = 1', 'single sign-on to Wi-Fi, VPN or an old service fails',
      'move the service from MS-CHAPv2 and the like to certificates; 0 audits instead of refusing', null),
    ('session_security_client', 'client', 'NtlmMinClientSec', 'the connection is refused although name and password are right',
      'raise the other side to NTLMv2 session security and 128 bit; do not lower this one', null),
    ('session_security_server', 'server', 'NtlmMinServerSec', 'the connection is refused although name and password are right',
      'raise the other side to NTLMv2 session security and 128 bit; do not lower this one', null),
    ('rolling_secret', 'client', 'rolling NTLM secrets', 'nothing: the domain password worked',
      'none is needed; look at the clock and the replication of the account if it recurs', null)
  ) as w(refusal, refused_by, policy, symptom, way_out, exception_list)
)
select
  cast(row_number() over (order by i.first_t, i.id) as bigint) as incident_id,
  timestamp_micros(i.first_t) as time,
  timestamp_micros(i.last_t) as last_time,
  i.account, i.client, i.server, i.target_name, i.who_basis, i.program, i.refusal, w.refused_by,
  i.refusal not in ('authentication_policy_audit', 'rolling_secret') as refused,
  w.policy, w.symptom,
  case when i.refusal in ('outgoing', 'smb_client') and i.target_name is null
    then 'the program names no target, so no exception can lift this: make it name one' else w.way_out end as way_out,
  case when coalesce(case when i.refusal in ('domain', 'domain_controller') then i.server else i.target_name end, '') <> '' then w.exception_list end as exception_list,
  case
    when w.exception_list is null then null
    when i.refusal in ('domain', 'domain_controller') then upper(split_part(i.server, '.', 1))
    when i.target_name like '%/%' then split_part(split_part(i.target_name, '/', 2), '@', 1)
    else i.target_name
  end as exception_entry,
  cast(i.refusals as bigint) as refusals,
  i.events,
  cast(i.records as bigint) as records,
  i.match_id,
  s.source,
  i.id % 1099511627776 as byte_offset
from incidents as i
join words as w on w.refusal = i.refusal
join sources as s on s.source_no = (i.id - i.id % 1099511627776) / 1099511627776

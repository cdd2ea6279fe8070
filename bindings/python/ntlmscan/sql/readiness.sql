-- Who could do without NTLM today: every host in each direction, every account, with what is known and what is not.
-- unit: one row per host and direction, and per account
-- question: Which hosts and accounts need no NTLM, which are one fix away, which need it, and which cannot be told?
-- order: subject_kind, verdict, subject, direction
-- builds on: events, authentications, causes, accounts, hosts, host_names, addresses, user_names, domain_names, context_hosts, audit_levels, ntlm_windows, daily_shares
-- parameters:
-- cycle_days bigint = 31
-- columns:
-- subject: host or account
-- subject_kind: host or account
-- direction: incoming or outgoing of a host, any of an account
-- verdict: ready (no NTLM seen, and it would have been), one_cause_away (the same, but for dependencies that share one cause), depends, unknown
-- reason: why, in words
-- covered_days: days in which NTLM would have been recorded, by the least covered of the logs that matter; days of the calendar in UTC, the first and the last counted whole
-- audit_level: the setting that records it, as the context states it; null where it is not stated
-- audit_class: whose NTLM that level records: all accounts, domain accounts or none
-- dcs, dcs_covered: controllers of the domain that are known, and how many of them would have recorded it for a cycle
-- role: dc, server, client of a host; kind of an account
-- domain: of the host or account
-- tier: of an account
-- authentications, accounts, counterparts: the dependencies, their accounts, and servers or clients at the other end
-- causes, cause, sub_cause: how many causes they have; the one where it is the only one
-- attempts, failures, refused, null_sessions, loopbacks, handshakes: what is no dependency: outgoing beginnings that nobody saw arrive, and so on
-- first_time, last_time: of the dependencies
-- protected_users: candidate, no or unknown; of accounts
-- protected_users_reason: what stands against it: kind, ntlm, rc4, delegation, offline_logon, service, or what is not known
-- caveats: Ready means that nothing was seen in the days covered at the level stated, never that nothing will break. Failures and null sessions are no dependencies. An attempt is neither dependency nor proof, unless the same account came in there by Kerberos on that day.
-- cannot see: NTLM of a program that brings its own (Java, the supplicant of a network): the computer's log does not show it, and the server's may not name the computer. The audit level itself and controllers of which no record tells; settings.csv and hosts.csv state both. What happens less often than once in the cycle. Group membership.
with classed as (
  select a.auth_id, a.account, a.account_kind, a.client, a.server, a.seen_server, a.seen_dc, a.time,
    case
      when a.outcome = 'handshake_only' then 'handshake'
      when a.account_kind = 'anonymous' then 'null_session'
      when a.logon_type in (2, 7, 10, 11) then 'interactive'
      when a.loopback then 'loopback'
      when a.outcome in ('completed', 'unconfirmed') then 'dependency'
      when a.outcome = 'blocked' then 'refused'
      when a.outcome = 'failed' then 'failure'
      when a.version_basis <> 'enhanced' and k.kerberos > 0 then 'answered'
      else 'attempt'
    end as class
  from authentications as a
  left join daily_shares as k
    on k.account = a.account and k.server = a.server and k.day = cast(a.time as date) and a.outcome = 'attempt_only'
),
uses as (
  select c.account, c.account_kind, c.client, c.server, c.class, w.cause, w.sub_cause,
    count(*) as n, min(c.time) as first_time, max(c.time) as last_time,
    sum(case when c.seen_server and c.account_kind in ('user', 'machine') then 1 else 0 end) as at_server,
    sum(case when c.seen_server and c.account_kind in ('user', 'machine') and not c.seen_dc then 1 else 0 end) as server_only,
    sum(case when c.seen_dc and not c.seen_server then 1 else 0 end) as dc_only
  from classed as c
  left join causes as w on w.auth_id = c.auth_id and c.class = 'dependency'
  group by c.account, c.account_kind, c.client, c.server, c.class, w.cause, w.sub_cause
),
by_subject as (
  select server as subject, 'incoming' as direction, class, account, client as counterpart, cause, sub_cause, n, first_time, last_time
  from uses where server is not null and class not in ('attempt', 'answered', 'interactive')
  union all
  select client, 'outgoing', class, account, server, cause, sub_cause, n, first_time, last_time
  from uses where client is not null and class not in ('handshake', 'interactive')
  union all
  select account, 'any', class, account, server, cause, sub_cause, n, first_time, last_time
  from uses where account is not null and (class <> 'interactive' or account_kind <> 'local')
),
counted as (
  select subject, direction,
    cast(sum(case when class = 'dependency' then n else 0 end) as bigint) as authentications,
    count(distinct case when class = 'dependency' then account end) as accounts,
    count(distinct case when class = 'dependency' then counterpart end) as counterparts,
    count(distinct case when class = 'dependency' then coalesce(cause, 'unknown') || '/' || coalesce(sub_cause, '') end) as causes,
    max(case when class = 'dependency' then coalesce(cause, 'unknown') end) as cause,
    max(case when class = 'dependency' then sub_cause end) as sub_cause,
    max(case when class = 'dependency' and coalesce(cause, 'unknown') = 'unknown' then 1 else 0 end) as unexplained,
    cast(sum(case when class = 'attempt' then n else 0 end) as bigint) as attempts,
    cast(sum(case when class = 'failure' then n else 0 end) as bigint) as failures,
    cast(sum(case when class = 'refused' then n else 0 end) as bigint) as refused,
    cast(sum(case when class = 'null_session' then n else 0 end) as bigint) as null_sessions,
    cast(sum(case when class = 'loopback' then n else 0 end) as bigint) as loopbacks,
    cast(sum(case when class = 'handshake' then n else 0 end) as bigint) as handshakes,
    cast(sum(case when class = 'interactive' then n else 0 end) as bigint) as interactive,
    unix_micros(min(case when class = 'handshake' then first_time end)) as first_handshake,
    cast(sum(case when class <> 'answered' then n else 0 end) as bigint) as seen,
    min(case when class = 'dependency' then first_time end) as first_time,
    max(case when class = 'dependency' then last_time end) as last_time
  from by_subject group by subject, direction
),
-- What each computer could testify to, and from when: the stated level's start or the log's.
testimony as (
  select h.host, h.role, h.domain, l.incoming, l.outgoing, l.domain_level, w.flaw, coalesce(w.contradicted, 0) = 1 as contradicted, w.logons_from_us, coalesce(w.keyless, 0) as keyless, coalesce(w.derived, 0) as derived,
    coalesce(w.ntlm_in_use, 0) as ntlm_in_use, w.end_us,
    greatest(w.start_us, coalesce(l.incoming_since, w.start_us)) as incoming_from,
    greatest(w.start_us, coalesce(l.outgoing_since, w.start_us)) as outgoing_from,
    greatest(w.start_us, coalesce(l.domain_since, w.start_us)) as domain_from,
    w.tickets_from_us as tickets_from
  from hosts as h
  left join audit_levels as l on l.host = h.host
  left join ntlm_windows as w on w.host = h.host
),
measured as (
  select *,
    case when incoming_from <= end_us then cast((end_us - end_us % 86400000000 - incoming_from + incoming_from % 86400000000) / 86400000000 as bigint) + 1 else 0 end as incoming_covered,
    case when outgoing_from <= end_us then cast((end_us - end_us % 86400000000 - outgoing_from + outgoing_from % 86400000000) / 86400000000 as bigint) + 1 else 0 end as outgoing_covered,
    case when domain_from <= end_us then cast((end_us - end_us % 86400000000 - domain_from + domain_from % 86400000000) / 86400000000 as bigint) + 1 else 0 end as domain_covered,
    case when tickets_from <= end_us then cast((end_us - end_us % 86400000000 - tickets_from + tickets_from % 86400000000) / 86400000000 as bigint) + 1 else 0 end as tickets_covered
  from testimony
),
-- Who used NTLM from an address that no record ties to a computer may be any of which no address is known.
addressed as (
  select distinct n.host from addresses as a join host_names as n on n.host_no = a.host_no
),
nameless as (
  select count(*) as nameless from authentications
  where outcome in ('completed', 'unconfirmed') and client is null and client_address is not null and not loopback
),
known_dcs as (
  select host, domain from measured where role = 'dc'
  union
  select n.host, h.domain from context_hosts as c
  join host_names as n on n.name = c.name
  left join hosts as h on h.host = n.host
  where lower(c.role) = 'dc'
  union
  select l.host, h.domain from audit_levels as l left join hosts as h on h.host = l.host where l.states_domain = 1
),
-- A controller that wrote nothing here is placed by its DNS suffix.
placed_dcs as (
  select k.host, coalesce(k.domain, d.domain) as domain
  from known_dcs as k
  left join (select lower(name) as name, min(domain) as domain from domain_names group by lower(name)) as d
    on d.name = substr(k.host, length(split_part(k.host, '.', 1)) + 2) and k.domain is null
),
judged_dcs as (
  select p.domain, p.host, m.domain_level, m.flaw, coalesce(m.domain_covered, 0) as domain_covered,
    case
      when m.host is null then 'no log of domain controller ' || p.host || ' is here'
      when m.domain_level is null then 'AuditNTLMInDomain is not stated for domain controller ' || p.host
      when m.domain_level <> '7' then 'AuditNTLMInDomain = ' || m.domain_level || ' on domain controller ' || p.host || ' leaves some accounts or servers unrecorded; 7 records all'
      when m.flaw is not null then 'domain controller ' || p.host || ': ' || m.flaw
      when m.domain_covered < y.cycle_days then 'domain controller ' || p.host || ' is covered for ' || cast(m.domain_covered as string) || ' of the ' || cast(y.cycle_days as string) || ' days of a business cycle'
    end as lack,
    case when coalesce(m.tickets_covered, 0) < y.cycle_days then 'the Security log of ' || p.host || ' holds no tickets of a whole cycle (4768, 4769)' end as tickets_lack
  from (select distinct host, domain from placed_dcs) as p
  left join measured as m on m.host = p.host
  cross join readiness_parameters as y
),
-- What servers saw of a domain's accounts and no controller here validated, another one did. Clocks that are wrong keep
-- views of one authentication apart: those that only a controller saw, at that server, are set off.
unvalidated as (
  select domain, sum(at_server) as at_server, sum(greatest(server_only - dc_only, 0)) as unvalidated
  from (
    select split_part(account, chr(92), 1) as domain, account, server,
      sum(at_server) as at_server, sum(server_only) as server_only, sum(dc_only) as dc_only
    from uses where class = 'dependency' and account is not null group by account, server
  ) as u
  group by domain
),
domains as (
  select d.domain, count(*) as dcs, count(case when d.lack is null then 1 end) as dcs_covered, min(d.lack) as lack,
    min(d.domain_covered) as domain_covered, min(d.tickets_lack) as tickets_lack
  from judged_dcs as d where d.domain is not null group by d.domain
),
controlled as (
  select d.domain, d.dcs, d.dcs_covered, d.domain_covered, d.tickets_lack,
    coalesce(d.lack, case when coalesce(u.unvalidated, 0) * 50 > coalesce(u.at_server, 0)
      then cast(u.unvalidated as string) || ' of ' || cast(u.at_server as string) || ' authentications that servers saw were validated by no controller that is here' end) as lack
  from domains as d left join unvalidated as u on u.domain = d.domain
),
everywhere as (
  select sum(dcs) as dcs, sum(dcs_covered) as dcs_covered, min(domain_covered) as domain_covered, min(lack) as lack from controlled
),
tickets as (
  select u.domain, u.sam,
    max(case when e.ticket_encryption in (1, 3, 23, 24) then 1 else 0 end) as rc4,
    max(case when coalesce(e.transmitted_services, '-') not in ('-', '') then 1 else 0 end) as delegation,
    max(case when e.logon_type in (11, 12, 13) then 1 else 0 end) as offline_logon,
    max(case when e.logon_type in (4, 5) then 1 else 0 end) as service,
    max(case when e.event_id = 4768 and e.outcome = 'allowed' then 1 else 0 end) as initial_tickets
  from (
    select event_id, outcome, user_name, coalesce(user_domain, '') as user_domain, logon_type, ticket_encryption, transmitted_services
    from events
    where (event_id in (4768, 4769) or event_id = 4624) and user_name is not null and coalesce(origin, 'live') = 'live'
    group by 1, 2, 3, 4, 5, 6, 7
  ) as e
  join user_names as u on u.user_name = e.user_name and u.user_domain = e.user_domain
  where u.sam <> '' and u.domain is not null
  group by u.domain, u.sam
),
named_accounts as (
  select account, kind, tier, split_part(account, chr(92), 1) as domain, split_part(account, chr(92), 2) as sam
  from accounts where kind not in ('anonymous', 'system', 'credential_blob')
  union all
  select t.domain || chr(92) || t.sam, case when t.sam like '%$' then 'machine' when t.sam like 'svc%' or t.sam like 'sa-%' then 'service_like' else 'user' end,
    null, t.domain, t.sam
  from tickets as t
  left join accounts as a on a.account = t.domain || chr(92) || t.sam
  where a.account is null and t.initial_tickets = 1 and t.sam not like 'krbtgt%'
),
-- Dependencies whose account or host cannot be told from one of the same name elsewhere: a domain that nobody wrote in its
-- NetBIOS form is a guess, a short name can be several machines'.
guessed_domains as (
  select domain from domain_names group by domain
  having max(case when basis in ('sid', 'machine') or name not like '%.%' then 1 else 0 end) = 0
),
dependents as (
  select distinct split_part(subject, chr(92), 1) as domain, split_part(subject, chr(92), 2) as sam
  from counted where direction = 'any' and authentications > 0
),
unplaced as (
  select distinct a.account
  from named_accounts as a
  join dependents as d on d.sam = a.sam and d.domain <> a.domain
  left join guessed_domains as g on g.domain = a.domain
  where d.domain = '' or g.domain is not null
),
bare_hosts as (
  select distinct subject, direction from counted where direction <> 'any' and subject not like '%.%' and authentications > 0
),
local_hosts as (
  select upper(split_part(host, '.', 1)) as short_name, min(host) as host from hosts group by 1 having count(*) = 1
),
subjects as (
  select m.host as subject, 'host' as subject_kind, d.direction, m.role, m.domain, null as tier,
    case when d.direction = 'incoming' then m.incoming else m.outgoing end as level,
    case when d.direction = 'incoming' then 'AuditReceivingNTLMTraffic' else 'RestrictSendingNTLMTraffic' end as policy,
    m.flaw, m.contradicted, m.incoming as incoming_level, case when d.direction = 'incoming' then m.incoming_covered else m.outgoing_covered end as own_days,
    m.logons_from_us, m.ntlm_in_use, m.keyless, m.derived, case when o.host is null then z.nameless else 0 end as nameless, true as writes, case when b.subject is not null then 1 else 0 end as unplaced,
    coalesce(c.dcs, case when m.domain is null then x.dcs end) as dcs,
    coalesce(c.dcs_covered, case when m.domain is null then x.dcs_covered end) as dcs_covered,
    coalesce(c.domain_covered, case when m.domain is null then x.domain_covered end) as dc_days,
    case when c.domain is not null then c.lack when m.domain is null then x.lack end as lack
  from measured as m
  cross join (values ('incoming'), ('outgoing')) as d(direction)
  cross join everywhere as x
  cross join nameless as z
  left join addressed as o on o.host = m.host
  left join controlled as c on c.domain = m.domain
  left join bare_hosts as b on b.direction = d.direction and b.subject = split_part(m.host, '.', 1) and b.subject <> m.host
  union all
  select n.subject, 'host', n.direction, case when n.direction = 'incoming' then 'server' else 'client' end, null, null,
    null, null, null, false, null, 0, null, 0, 0, 0, 0, false, 0, null, null, null, null
  from counted as n left join hosts as h on h.host = n.subject
  where n.direction <> 'any' and h.host is null and n.authentications > 0
  union all
  select a.account, 'account', 'any', a.kind, a.domain, a.tier,
    case when a.kind = 'local' then m.incoming end,
    case when a.kind = 'local' then 'AuditReceivingNTLMTraffic' else 'AuditNTLMInDomain' end,
    case when a.kind = 'local' then coalesce(m.flaw, case when m.host is null then 'no log of the machine it belongs to is here' end) end,
    false, null, case when a.kind = 'local' then coalesce(m.incoming_covered, 0) end,
    null, 0, 0, 0, 0, true, case when u.account is not null then 1 else 0 end,
    case when a.kind <> 'local' then c.dcs end, case when a.kind <> 'local' then c.dcs_covered end,
    case when a.kind <> 'local' then c.domain_covered end, case when a.kind <> 'local' then c.lack end
  from named_accounts as a
  left join controlled as c on c.domain = a.domain
  left join local_hosts as l on l.short_name = a.domain and a.kind = 'local'
  left join measured as m on m.host = l.host
  left join unplaced as u on u.account = a.account
),
filled as (
  select s.*, y.cycle_days,
    least(coalesce(s.own_days, s.dc_days, 0), coalesce(s.dc_days, s.own_days, 0)) as covered_days,
    coalesce(n.authentications, 0) as authentications, coalesce(n.accounts, 0) as accounts, coalesce(n.counterparts, 0) as counterparts,
    coalesce(n.causes, 0) as causes, n.cause, n.sub_cause, coalesce(n.unexplained, 0) as unexplained,
    coalesce(n.attempts, 0) as attempts, coalesce(n.failures, 0) as failures, coalesce(n.refused, 0) as refused,
    coalesce(n.null_sessions, 0) as null_sessions, coalesce(n.loopbacks, 0) as loopbacks, coalesce(n.handshakes, 0) as handshakes,
    coalesce(n.interactive, 0) as interactive, n.first_handshake, coalesce(n.seen, 0) as seen, n.first_time, n.last_time
  from subjects as s
  cross join readiness_parameters as y
  left join counted as n on n.subject = s.subject and n.direction = s.direction
),
-- What keeps the absence of a record from meaning anything; null where it means something.
doubted as (
  select *,
    case
      when not writes then 'it wrote no log here'
      when subject_kind = 'account' and role <> 'local' and domain = '' then 'its domain is not recorded'
      when unplaced = 1 then 'one of that name used NTLM where no record tells its domain'
      when (subject_kind = 'host' or role = 'local') and level is null then policy || ' is not stated in settings.csv: an absent record may mean an absent audit'
      when (subject_kind = 'host' or role = 'local') and direction <> 'outgoing' and level = '1'
        then policy || ' = 1 records domain accounts only: local accounts would not show'
      when (subject_kind = 'host' or role = 'local') and level not in ('1', '2') then policy || ' = ' || level || ' records nothing'
      -- At level 0 or 1 a local logon leaves 6038 and no record: nothing is missing of what went out.
      when flaw is not null and (not contradicted or direction <> 'outgoing' or coalesce(incoming_level, '2') = '2') then flaw
      when direction = 'outgoing' and keyless = 1 then 'Credential Guard refuses NTLMv1 or keys here (4013, 4014), and attempts may go unrecorded'
      when direction = 'outgoing' and derived = 1 then 'credentials were derived for MS-CHAPv2 here (4024), whose authentications no record of a client shows'
      when direction = 'outgoing' and nameless > 0 then 'NTLM came from addresses that no record ties to a computer (' || cast(nameless as string) || '), and no record tells the address of this one'
      when direction = 'incoming' and ntlm_in_use = 1 and seen = 0 then 'LsaSrv 6038 says that NTLM came in, and nothing of it is here'
      when own_days < cycle_days then 'covered for ' || cast(own_days as string) || ' of the ' || cast(cycle_days as string) || ' days of a business cycle'
      when (subject_kind = 'host' or role <> 'local') and coalesce(dcs, 0) = 0 then 'no domain controller of its domain is known here'
      when lack is not null then lack
      when attempts > 0 then 'attempts that nobody saw arrive (' || cast(attempts as string) || '): neither a dependency nor proof of none'
      when refused > 0 then 'NTLM was refused here already (' || cast(refused as string) || '): whether it was needed, no record tells'
      when interactive > 0 then 'logons at a machine itself were validated by NTLM (' || cast(interactive as string) || ')'
      when handshakes > 0 and (logons_from_us is null or first_handshake < logons_from_us)
        then 'handshakes that name nobody (' || cast(handshakes as string) || '), and no Security log tells what became of them'
    end as doubt
  from filled
),
decided as (
  select *,
    cast(authentications as string) || case when authentications = 1 then ' authentication' else ' authentications' end as uses,
    case
      when authentications > 0 and causes = 1 and unexplained = 0 and doubt is null then 'one_cause_away'
      when authentications > 0 then 'depends'
      when doubt is null then 'ready'
      else 'unknown'
    end as verdict
  from doubted
),
worded as (
  select d.*,
    case
      when verdict = 'unknown' then doubt
      when verdict = 'one_cause_away' then uses || ', all for one cause: ' || cause || coalesce(' (' || sub_cause || ')', '')
      when verdict = 'depends' then uses
        || case when causes > 1 then ' for ' || cast(causes as string) || ' causes' when unexplained = 1 then ' for no known cause' else ', all for one cause: ' || cause || coalesce(' (' || sub_cause || ')', '') end
        || case when causes = 1 and unexplained = 0 then '; that there is no other is not known: ' || doubt else '' end
      else 'no NTLM seen in ' || cast(covered_days as string) || ' covered days at '
        || case when subject_kind = 'account' and role <> 'local' then 'AuditNTLMInDomain = 7' else policy || ' = ' || level end
        || case when dcs > 0 then ' by ' || cast(dcs_covered as string) || ' of ' || cast(dcs as string) || ' domain controllers' else '' end
        || case when failures > 0 then '; ' || cast(failures as string) || ' failures' else '' end
        || case when null_sessions > 0 then '; ' || cast(null_sessions as string) || ' null sessions' else '' end
        || case when loopbacks > 0 then '; ' || cast(loopbacks as string) || ' times it spoke NTLM to itself, which incoming 2 would refuse' else '' end
    end as reason,
    case when subject_kind = 'account' and role <> 'local' then
      concat_ws(', ',
        case when role = 'machine' then 'computer' end,
        case when role = 'service_like' or coalesce(t.service, 0) = 1 then 'service' end,
        case when authentications > 0 then 'ntlm' end,
        case when coalesce(t.rc4, 0) = 1 then 'rc4' end,
        case when coalesce(t.delegation, 0) = 1 then 'delegation' end,
        case when coalesce(t.offline_logon, 0) = 1 then 'offline_logon' end)
    end as against,
    coalesce(t.initial_tickets, 0) as initial_tickets, c.tickets_lack
  from decided as d
  left join (select domain as of_domain, tickets_lack from controlled) as c on d.subject_kind = 'account' and c.of_domain = d.domain
  left join (select domain as of_domain, sam, rc4, delegation, offline_logon, service, initial_tickets from tickets) as t
    on d.subject_kind = 'account' and t.of_domain = d.domain and t.sam = split_part(d.subject, chr(92), 2)
)
select
  subject, subject_kind, direction, verdict, reason,
  cast(covered_days as bigint) as covered_days,
  case when subject_kind = 'account' and role <> 'local' then case when dcs > 0 and dcs = dcs_covered then 'AuditNTLMInDomain = 7' end
    when level is not null then policy || ' = ' || level end as audit_level,
  case
    when subject_kind = 'account' and role <> 'local' then case when dcs > 0 and dcs = dcs_covered then 'all accounts' end
    when level = '2' or (level = '1' and direction = 'outgoing') then 'all accounts'
    when level = '1' then 'domain accounts'
    when level is not null then 'none'
  end as audit_class,
  cast(coalesce(dcs, 0) as bigint) as dcs,
  cast(coalesce(dcs_covered, 0) as bigint) as dcs_covered,
  role, domain, tier, authentications, accounts, counterparts, causes,
  case when causes = 1 then cause end as cause,
  case when causes = 1 then sub_cause end as sub_cause,
  attempts, failures, refused, null_sessions, loopbacks, handshakes, first_time, last_time,
  case
    when subject_kind = 'host' or role = 'local' then null
    when against <> '' then 'no'
    when verdict = 'ready' and initial_tickets = 1 and tickets_lack is null then 'candidate'
    else 'unknown'
  end as protected_users,
  case
    when subject_kind = 'host' or role = 'local' then null
    when against <> '' then against
    when verdict <> 'ready' then reason
    when tickets_lack is not null then tickets_lack
    when initial_tickets = 0 then 'no Kerberos ticket of it is here (4768)'
  end as protected_users_reason
from worded

-- What decides how a policy judges an authentication, and which authentications are alike in it.
-- step of: simulate
-- unit: one row per authentication or attempt over the network
-- builds on: authentications, kerberos_instead, derived_sso, hosts, host_names, short_names, computers, domain_names
-- columns:
-- auth_id: as in authentications
-- case_no: the first of those that are alike
-- result: counted (completed or unconfirmed), attempt, offer (Kerberos won)
-- who: anonymous, local, blob, machine, user; either for a bare 4776 of a machine that may be a controller
-- domain: of the account, empty where it has none or none is known
-- server, target: empty where unknown, the server also where only its caller named it by a name that no machine is known for; target lower case
-- loopback, seen_client, sso: 1 or 0; sso where a 4024 goes with it
-- kernel, modern: 2 yes, 0 no, 1 unknown; the caller is the kernel, the client is of 24H2, 2025 or later
-- version: LM, NTLMv1, NTLMv2 or empty
-- caveats: Interactive logons, failures, refusals and lone handshakes have no row.
with builds as (
  select host,
    case
      when families like '%enhanced%' then 2
      when regexp_extract(coalesce(build, ''), '^([0-9]{4,6})$', 1) = '' then 1
      when cast(regexp_extract(build, '^([0-9]{4,6})$', 1) as bigint) >= 26100 then 2
      else 0
    end as modern,
    case when role_evidence = 'context' then 1 else 0 end as stated
  from hosts
),
machines as (
  select distinct host from host_names where is_machine
),
-- A machine's name where a domain should stand: a controller takes such an account for one of its own, if it has one of that name.
no_domains as (
  select upper(s.short_name) as name
  from short_names as s
  left join (select distinct d.domain from computers as c join domain_names as d on d.name = c.domain_suffix) as o on o.domain = upper(s.short_name)
  where o.domain is null
  union
  select 'WORKGROUP'
),
told as (
  select a.auth_id,
    case
      when a.outcome <> 'attempt_only' then 'counted'
      when k.auth_id is not null then 'offer'
      else 'attempt'
    end as result,
    case
      when a.account_kind = 'anonymous' then 'anonymous'
      when a.local_account and a.logon_type is null and a.ntlm_version is null and not a.seen_client and coalesce(s.stated, 0) = 0 then 'either'
      when a.local_account or a.account_kind in ('local', 'system') then 'local'
      when a.account_kind = 'credential_blob' then 'blob'
      when a.account_kind = 'machine' then 'machine'
      else 'user'
    end as who,
    case when x.name is null then coalesce(split_part(a.account, chr(92), 1), '') else '' end as domain,
    coalesce(m.host, '') as server,
    case when a.seen_client then coalesce(lower(a.target_name), '') else '' end as target,
    case when a.loopback then 1 else 0 end as loopback,
    case when a.seen_client then 1 else 0 end as seen_client,
    case when d.auth_id is not null then 1 else 0 end as sso,
    case
      when lower(a.client_process) = 'system' then 2
      when a.client_process is not null then 0
      when lower(coalesce(a.server_process, 'system')) <> 'system' then 0
      else 1
    end as kernel,
    case when a.client is null then 1 else coalesce(b.modern, 1) end as modern,
    coalesce(a.ntlm_version, '') as version
  from authentications as a
  left join kerberos_instead as k on k.auth_id = a.auth_id
  left join derived_sso as d on d.auth_id = a.auth_id
  left join builds as b on b.host = a.client
  left join builds as s on s.host = a.server
  left join machines as m on m.host = a.server
  left join no_domains as x on x.name = split_part(a.account, chr(92), 1)
  where a.outcome in ('completed', 'unconfirmed', 'attempt_only') and coalesce(a.logon_type, 3) not in (2, 7, 10, 11)
),
folded as (
  select auth_id, result, who, case when who in ('anonymous', 'local', 'blob', 'either') then '' else domain end as domain,
    case when who = 'either' then '' else server end as server, target,
    loopback, seen_client, sso, kernel, modern, version
  from told
),
-- Cases are few: a sort of all rows by all of this would cost more than to look each one up.
alike as (
  select min(auth_id) as case_no, result, who, domain, server, target, loopback, seen_client, sso, kernel, modern, version
  from folded group by result, who, domain, server, target, loopback, seen_client, sso, kernel, modern, version
)
select f.*, a.case_no
from folded as f
join alike as a
  on a.result = f.result and a.who = f.who and a.domain = f.domain and a.server = f.server and a.target = f.target and a.loopback = f.loopback
  and a.seen_client = f.seen_client and a.sso = f.sso and a.kernel = f.kernel and a.modern = f.modern and a.version = f.version

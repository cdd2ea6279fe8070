-- The shortest exception list of each policy that keeps today's authentications working, entry by entry, with the evidence.
-- unit: one row per policy and entry, and one per policy for what no entry can lift
-- question: Which names must stand on the exception list before this is blocked, for whom, and who answers for them?
-- order: policy, proposed desc, authentications desc, entry
-- builds on: auth_cases, case_uses, policy_verdicts, listed_names, asked_policies, context_exceptions, context_hosts, host_names, hosts, accounts, targets
-- columns:
-- policy: as asked; policies together have no list of their own
-- setting: the list it belongs to: ClientAllowedNTLMServers, DCAllowedNTLMServers or BlockNTLMServerExceptionList; null where the policy has none
-- entry: as the policy takes it: what callers asked for, the NetBIOS name of the server, what the SMB client was given; null for what no entry can lift
-- proposed: it belongs on the list
-- authentications: refused today, let through by this entry
-- unsure: refused or unknown, and not sure to be let through
-- attempts: by that name, of which nobody recorded a result
-- accounts, clients, servers: how many different ones
-- example_account, example_client, example_server, example_program: one of each
-- first_auth: the first as authentications.auth_id
-- first_time, last_time: from when to when
-- owner, expires: from exceptions.csv for the same entry; else the owner of the server in hosts.csv
-- warnings: what to look at before the entry is used, separated by semicolons
-- caveats: Each entry is a name that was used; a pattern only where the register has one that is not expired. Every exception weakens the protection against relaying.
-- cannot see: Names that nobody used in the time of these logs.
with policies as (
  select policy, kind,
    case kind when 'outgoing' then 'ClientAllowedNTLMServers' when 'domain' then 'DCAllowedNTLMServers' when 'smb' then 'BlockNTLMServerExceptionList' end as setting
  from asked_policies
),
window_end as (
  select max(last_time) as ended from case_uses
),
register as (
  select lower(policy) as setting, lower(entry) as pattern, min(entry) as entry, min(owner) as owner, max(expires) as expires
  from context_exceptions group by 1, 2
),
-- A registered entry that covers a name and has not expired saves an entry of its own; the name itself comes first.
ways as (
  select l.kind, l.name, l.form, l.entry,
    row_number() over (partition by l.kind, l.name order by case when l.origin = 'own' then 2 when lower(l.entry) = l.form then 0 else 1 end, l.entry) as nth
  from listed_names as l
  left join register as r on r.pattern = lower(l.entry) and l.origin = 'registered'
    and r.setting = case l.kind when 'outgoing' then 'clientallowedntlmservers' when 'domain' then 'dcallowedntlmservers' else 'blockntlmserverexceptionlist' end
  cross join window_end as w
  where l.origin = 'own' or (l.origin = 'registered' and l.entry <> '*' and (r.expires is null or r.expires > w.ended))
),
chosen as (
  select kind, name, case when lower(entry) <> form then entry when kind = 'domain' then upper(form) else form end as entry
  from ways where nth = 1
),
needed as (
  select p.policy, p.kind, p.setting, v.case_no, c.result,
    case when v.excepted is not null and v.excepted < v.code then x.entry end as entry,
    case
      when c.result <> 'counted' then 'attempts'
      when v.code = 2 and coalesce(v.excepted, 0) = 0 then 'sure'
      else 'unsure'
    end as part
  from policy_verdicts as v
  join policies as p on p.policy = v.policy
  join auth_cases as c on c.auth_id = v.case_no
  left join chosen as x on x.kind = p.kind and x.name = case when p.kind = 'domain' then c.server else c.target end
  where v.code = 2 or (v.code = 1 and v.excepted = 0)
),
-- A number for each entry of each policy: there are few of them, and they are met for each use of each policy.
spots as (
  select policy, kind, setting, entry, cast(row_number() over (order by policy, entry) as int) as spot
  from needed group by policy, kind, setting, entry
),
placed as (
  select s.spot, n.case_no, case n.part when 'sure' then 2 when 'unsure' then 1 else 0 end as part
  from needed as n
  join spots as s
    on s.policy = n.policy and coalesce(s.entry, '') = coalesce(n.entry, '')
    and case when s.entry is null then 1 else 0 end = case when n.entry is null then 1 else 0 end
),
counted as (
  select n.spot,
    sum(case when n.part = 2 then u.authentications else 0 end) as authentications,
    sum(case when n.part = 1 then u.authentications else 0 end) as unsure,
    sum(case when n.part = 0 then u.authentications else 0 end) as attempts,
    count(distinct u.account_no) as accounts, count(distinct u.client_no) as clients, count(distinct u.server_no) as servers,
    min(u.account_no) as account_no, min(u.client_no) as client_no, min(u.server_no) as server_no,
    min(coalesce(u.client_process, u.server_process)) as example_program,
    min(u.first_auth) as first_auth, min(u.first_time) as first_time, max(u.last_time) as last_time,
    sum(u.weak) as weak, max(case when h.role = 'dc' then 1 else 0 end) as at_dc, max(case when a.tier = '0' then 1 else 0 end) as tier_0
  from placed as n
  join case_uses as u on u.case_no = n.case_no
  left join hosts as h on h.host = u.server
  left join accounts as a on a.account = u.account
  group by n.spot
),
evidence as (
  select p.policy, p.kind, p.setting, p.entry, n.*, a.account as example_account, c.client as example_client, s.server as example_server
  from counted as n
  join spots as p on p.spot = n.spot
  left join (select distinct account_no, account from case_uses) as a on a.account_no = n.account_no
  left join (select distinct client_no, client from case_uses) as c on c.client_no = n.client_no
  left join (select distinct server_no, server from case_uses) as s on s.server_no = n.server_no
),
owners as (
  select h.host, min(c.owner) as owner
  from context_hosts as c join host_names as h on h.name = c.name
  where c.owner is not null group by h.host
),
addresses_asked as (
  select distinct target_host from targets where is_address
),
together as (
  select e.policy, e.setting, e.entry, e.authentications, e.unsure, e.attempts, e.accounts, e.clients, e.servers,
    e.example_account, e.example_client, e.example_server, e.example_program, e.first_auth, e.first_time, e.last_time,
    e.weak, e.at_dc, e.tier_0, r.expires, coalesce(r.owner, o.owner) as owner, d.target_host is not null as is_address, 1 as used,
    e.kind,
    -- Letters, digits and what stands in names and addresses; a name from a log with anything else is no entry.
    coalesce(regexp_replace(lower(e.entry), '^[a-z0-9._:%*/À-ɏͰ-ӿぁ-ヿ一-鿿가-힣-]+$', '') = ''
      and (e.entry not like '%*%' or r.entry is not null), false) as writable
  from evidence as e
  left join register as r on r.setting = lower(e.setting) and r.pattern = lower(e.entry)
  left join owners as o on o.host = e.example_server and e.servers = 1
  left join addresses_asked as d on d.target_host = e.entry
  union all
  select p.policy, p.setting, r.entry, 0, 0, 0, 0, 0, 0, null, null, null, null, null, null, null, 0, 0, 0, r.expires, r.owner, false, 0, p.kind, true
  from policies as p
  join register as r on r.setting = lower(p.setting)
  left join evidence as e on e.policy = p.policy and lower(e.entry) = r.pattern
  where e.policy is null
)
select
  policy, setting, entry,
  used = 1 and writable and entry is not null and authentications + unsure > 0 as proposed,
  cast(authentications as bigint) as authentications, cast(unsure as bigint) as unsure, cast(attempts as bigint) as attempts,
  accounts, clients, servers, example_account, example_client, example_server, example_program, first_auth, first_time, last_time,
  owner, expires,
  nullif(concat_ws('; ',
    case when setting is null then 'this policy has no exception list' end,
    case when setting is not null and entry is null then
      case when kind = 'domain' then 'nobody recorded the server' else 'no target name that an entry could match' end end,
    case when used = 0 then 'unused in these logs: remove it' end,
    case when entry = '*' then 'lifts the policy altogether' when entry like '%*%' then 'covers names that nobody used' end,
    case when entry is not null and not writable then 'no name that a list can hold' end,
    case when used = 1 and entry is not null and authentications + unsure = 0 then 'attempts alone, none is known to have led to anything' end,
    case when unsure > 0 and entry is not null and kind = 'domain' then 'the controller of an account of another domain may not heed it' end,
    case when unsure > 0 and entry is not null and kind <> 'domain' then 'not all of them are known to be refused' end,
    case when is_address then 'an address: of use only as long as callers use it' end,
    case when at_dc = 1 and entry is not null then 'a domain controller' end,
    case when tier_0 = 1 and entry is not null then 'accounts of Tier 0' end,
    case when weak > 0 and entry is not null then 'NTLMv1 or LM' end,
    case when entry is not null and owner is null then 'no owner' end,
    case when entry is not null and expires is null then 'no expiry' end,
    case when entry is not null and expires <= w.ended then 'expired' end), '') as warnings
from together cross join window_end as w

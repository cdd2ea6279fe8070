-- What each policy does with each case: refuses, allows, or cannot be told.
-- step of: simulate
-- unit: one row per case and policy
-- builds on: auth_cases, server_domains, listed_names, hosts, domain_names, asked_policies, asked_exceptions
-- columns:
-- case_no: as in auth_cases
-- policy: as asked, or together
-- kind: incoming, outgoing, domain, smb, v1sso, protected-users, lm or together
-- code: 2 refused, 1 unknown, 0 allowed
-- excepted: the code if the name stood on the policy's list; null where no list exists or no entry could name it
-- why: in words
-- sure: yes, medium or weak
with server_roles as (
  select host, max(case when role = 'dc' then 1 else 0 end) as is_dc from hosts group by host
),
sure_domains as (
  select distinct domain from domain_names where basis <> 'label'
),
-- Domains of which a machine wrote records: those are the user's own.
own_domains as (
  select distinct d.domain from hosts as h join server_domains as d on d.host = h.host
),
cases as (
  select c.*, coalesce(r.is_dc, 0) as is_dc, s.domain as server_domain,
    case when o.domain is not null then 1 else 0 end as own_account,
    case
      when c.domain = '' or s.domain is null then 1
      when c.domain = s.domain then 2
      when s.sure = 1 and q.domain is not null then 0
      else 1
    end as same_domain,
    case when q.domain is not null then 1 else 0 end as account_sure,
    coalesce(s.sure, 0) as server_sure
  from auth_cases as c
  left join server_roles as r on r.host = c.server
  left join server_domains as s on s.host = c.server
  left join sure_domains as q on q.domain = c.domain
  left join own_domains as o on o.domain = c.domain
  where c.auth_id = c.case_no
),
asked as (
  select p.policy, p.kind, p.value, p.place, coalesce(n.domain, p.domain) as domain,
    case when p.kind in (select kind from asked_exceptions) then 1 else 0 end as has_list
  from asked_policies as p
  left join (select upper(name) as name, min(domain) as domain from domain_names group by 1) as n on n.name = upper(p.domain)
),
on_list as (
  select kind, name, min(entry) as entry from listed_names where origin = 'asked' group by kind, name
),
-- Three values in two: 2 yes, 1 unknown, 0 no; and is least, or is greatest.
placed as (
  select c.*, a.policy, a.kind, a.value, a.place, a.domain as at_domain, x.entry,
    case when x.entry is not null then 2 when a.kind = 'domain' and a.has_list = 1 and c.server = '' then 1 else 0 end as listed,
    case
      when c.who in ('anonymous', 'local') then 0
      when a.domain is null then case when c.domain <> '' then 2 else 1 end
      when c.domain = '' then 1
      when c.domain = a.domain then 2
      else case when c.account_sure = 1 then 0 else 1 end
    end as own,
    case
      when c.server_domain is null then 1
      when a.domain is null or c.server_domain = a.domain then 2
      else case when c.server_sure = 1 then 0 else 1 end
    end as member
  from cases as c
  cross join asked as a
  left join on_list as x on x.kind = a.kind and x.name = case when a.kind = 'domain' then c.server else c.target end
  where c.result = 'counted' or a.kind in ('outgoing', 'smb')
),
judged as (
  select *,
    case kind
      when 'incoming' then case
        when value = 2 or is_dc = 1 then 2
        when who in ('anonymous', 'local') or loopback = 1 then 0
        when who = 'either' then 1
        else 2 end
      when 'outgoing' then case
        when loopback = 1 or result = 'offer' then 0
        when seen_client = 0 or result = 'attempt' then 1
        else 2 end
      when 'domain' then case
        when who in ('anonymous', 'local') then 0
        when value = 1 then least(own, member, case when at_domain is null then same_domain else 2 end)
        when value = 3 then own
        when value = 5 then member
        else greatest(own, member) end
      when 'smb' then case
        when loopback = 1 or result = 'offer' or kernel = 0 or modern = 0 then 0
        when seen_client = 0 or modern = 1 then case when seen_client = 1 and target not like 'cifs/%' then 0 else 1 end
        when target not like 'cifs/%' then 0
        when result = 'attempt' then 1
        else kernel end
      when 'v1sso' then case
        when sso = 1 then 2
        when version = 'NTLMv2' or seen_client = 1 or who in ('anonymous', 'local') then 0
        else 1 end
      when 'protected-users' then case
        when who in ('anonymous', 'local', 'machine') then 0
        when who in ('blob', 'either') or own_account = 0 then 1
        else 2 end
      else case
        when who in ('anonymous', 'local', 'machine') or version = 'NTLMv2' then 0
        when version = '' or own_account = 0 then 1
        when version = 'LM' or value = 5 then 2
        else 0 end
    end as unlisted
  from placed
),
relieved as (
  select *,
    case
      when unlisted = 0 then null
      when kind = 'outgoing' then case when target <> '' then 0 end
      when kind = 'smb' then case when seen_client = 1 then 0 end
      when kind = 'domain' and server <> '' then case
        when at_domain is not null then case when member = 2 then 0 else 1 end
        when value in (1, 5) or same_domain = 2 then 0
        else 1 end
    end as excepted
  from judged
),
decided as (
  select case_no, policy, kind, value, place, entry, listed, unlisted, excepted, who, loopback, is_dc, seen_client, result, target,
    own, member, same_domain, at_domain, server, server_domain, domain, kernel, modern, version, own_account,
    case
      when listed = 2 and excepted is not null then least(unlisted, excepted)
      when listed = 1 and unlisted = 2 then 1
      else unlisted
    end as code
  from relieved
),
worded as (
  select *,
    case kind
      when 'incoming' then case
        when value = 2 then 'every account, whoever logs on'
        when is_dc = 1 then 'at a domain controller every account'
        when who = 'local' then 'a local account'
        when who = 'anonymous' then 'a null session'
        when loopback = 1 then 'a machine to itself'
        when who = 'either' then 'a bare 4776 does not say whether the account is local'
        else 'a domain account' end
      when 'outgoing' then case
        when loopback = 1 then 'a machine to itself'
        when result = 'offer' then 'on offer only, Kerberos was used'
        when code = 0 then 'on the list as ' || entry
        when seen_client = 0 then 'its client did not record it'
        when result = 'attempt' then 'an attempt that would be refused; nobody recorded whether it led to anything'
        when target = '' then 'every attempt; without a target name no entry can lift it'
        else 'every attempt to another machine' end
      when 'domain' then case
        when who = 'local' then 'a local account'
        when who = 'anonymous' then 'a null session'
        when code = 0 and unlisted > 0 then 'on the list as ' || entry
        when code = 1 and unlisted = 2 and listed = 2 then 'on the list as ' || entry || ', which the controller of the account may not heed'
        when code = 1 and unlisted = 2 then 'no record names the server, which may be on the list'
        when who = 'either' then 'a bare 4776 does not say whether the account is local'
        when code = 1 and server = '' then 'no record names the server'
        when code = 1 and domain = '' then 'the domain of the account is not recorded'
        when code = 1 then 'the domain of the server or of the account is not certain'
        when code = 0 then 'not the accounts or servers that this value is about'
        when own = 2 and member = 2 and (same_domain = 2 or at_domain is not null) then 'an account of the domain at a server of it'
        when value = 5 or own < 2 then 'a server of the domain'
        else 'an account of the domain' end
      when 'smb' then case
        when loopback = 1 then 'a machine to itself'
        when result = 'offer' then 'on offer only, Kerberos was used'
        when kernel = 0 then 'another program than the SMB client'
        when modern = 0 then 'a client older than 24H2 and Server 2025 has no such policy'
        when code = 0 and entry is not null and unlisted > 0 then 'on the list as ' || entry
        when code = 0 then 'no file share'
        when seen_client = 0 then 'its client did not record it'
        when modern = 1 then 'the build of its client is not known'
        when result = 'attempt' then 'an attempt that would be refused; nobody recorded whether it led to anything'
        when code = 1 then 'its program is not recorded'
        else 'a file share by the SMB client' end
      when 'v1sso' then case
        when code = 2 then 'its client wrote a 4024 for it'
        when code = 1 then 'its client did not record it, where a 4024 would stand'
        else 'no 4024 goes with it' end
      when 'protected-users' then case
        when who = 'local' then 'a local account'
        when who = 'anonymous' then 'a null session'
        when who = 'machine' then 'a computer account'
        when who = 'blob' then 'the account is not readable'
        when who = 'either' then 'a bare 4776 does not say whether the account is local'
        when code = 1 then 'an account of a domain that wrote no logs here'
        else 'a user account of an own domain, were it a member' end
      else case
        when who = 'local' then 'a local account'
        when who = 'anonymous' then 'a null session'
        when who = 'machine' then 'a computer account'
        when version = '' then 'nobody recorded the version'
        when code = 1 then 'an account of a domain that wrote no logs here'
        else version end
    end as why,
    case
      when kind in ('outgoing', 'smb') and loopback = 1 then 'weak'
      when kind = 'incoming' and loopback = 1 and value = 1 and is_dc = 0 and who <> 'local' then 'medium'
      when who = 'anonymous' and kind in ('incoming', 'domain') then 'medium'
      else 'yes'
    end as sure
  from decided
),
-- Asked for together they must not contradict each other: one value for one setting.
joint as (
  select count(*) as policies, count(distinct kind || coalesce(domain, '')) as settings,
    max(case when kind = 'domain' and domain is null then 1 else 0 end) * max(case when domain is not null then 1 else 0 end) as twice
  from asked
),
ranked as (
  select w.*, row_number() over (partition by w.case_no order by w.code desc, w.place, w.policy) as nth
  from worded as w cross join joint as j
  where j.policies > 1 and j.policies = j.settings and j.twice = 0
)
select case_no, policy, kind, code, excepted, why, sure from worded
union all
select case_no, 'together', 'together', code, null, policy || ': ' || why, sure from ranked where nth = 1

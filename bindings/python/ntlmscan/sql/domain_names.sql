-- Every way a domain is named, folded to its NetBIOS name; that need not be the first DNS label.
-- step of: accounts
-- unit: one row per domain name as written, and per DNS suffix of a computer
-- builds on: events, computers
-- columns:
-- name: as written in a record
-- domain: upper-case NetBIOS name
-- basis: sid, machine (a computer's own account names both), label (guessed from the first label), plain
with pairs as (
  select user_domain, regexp_replace(user_sid, '-[0-9]+$', '') as prefix, count(*) as records
  from events
  where user_domain is not null and user_sid like 'S-1-5-21-%'
  group by 1, 2
),
netbios_of_prefix as (
  select prefix, upper(user_domain) as domain,
    row_number() over (partition by prefix order by sum(records) desc, upper(user_domain)) as nth
  from pairs where user_domain not like '%.%'
  group by prefix, upper(user_domain)
),
by_sid as (
  select upper(p.user_domain) as name, n.domain,
    row_number() over (partition by upper(p.user_domain) order by sum(p.records) desc, n.domain) as nth
  from pairs as p join netbios_of_prefix as n on n.prefix = p.prefix and n.nth = 1
  where p.user_domain like '%.%'
  group by upper(p.user_domain), n.domain
),
-- A computer's own session carries NAME$ and the NetBIOS domain beside the computer's DNS name.
machine_sessions as (
  select computer, caller_domain, count(*) as records
  from events
  where caller_name like '%$' and caller_domain is not null and caller_domain not like '%.%'
    and event_id in (8002, 8001, 4624, 4625)
    and lower(caller_name) = split_part(lower(computer), '.', 1) || '$'
  group by computer, caller_domain
),
by_machine as (
  select upper(c.domain_suffix) as name, upper(m.caller_domain) as domain,
    row_number() over (partition by upper(c.domain_suffix) order by sum(m.records) desc, upper(m.caller_domain)) as nth
  from machine_sessions as m join computers as c on c.computer = m.computer
  where c.domain_suffix is not null and lower(m.caller_domain) <> 'workgroup'
  group by upper(c.domain_suffix), upper(m.caller_domain)
),
written as (
  select user_domain as name from events where user_domain is not null group by user_domain
  union
  select caller_domain from events where caller_domain is not null group by caller_domain
  union
  select server_domain from events where server_domain is not null group by server_domain
  union
  select domain_suffix from computers where domain_suffix is not null
  union
  select lower(split_part(user_name, '@', 2)) from events
  where user_name like '%@%' and user_name not like '@@%' group by 1
)
select
  w.name,
  coalesce(s.domain, m.domain, upper(split_part(w.name, '.', 1))) as domain,
  case
    when s.domain is not null then 'sid'
    when m.domain is not null then 'machine'
    when w.name like '%.%' then 'label'
    else 'plain'
  end as basis
from written as w
left join by_sid as s on s.name = upper(w.name) and s.nth = 1
left join by_machine as m on m.name = upper(w.name) and m.nth = 1
where w.name <> ''

-- Every way an account is named, taken apart: SAM name, domain, the machine it is local to.
-- step of: accounts
-- unit: one row per name and domain as written
-- builds on: events, domain_names, computers, short_names
-- columns:
-- user_name, user_domain: as written, empty text for null
-- user_no: a number for the pair
-- sam: lower-case SAM name; a UPN loses its suffix
-- sam_no: a number for the SAM name, the same in every domain
-- domain: upper-case NetBIOS name, null when none was written
-- local_to: the number of the machine whose name stands as the domain
with written as (
  select coalesce(user_name, '') as user_name, coalesce(user_domain, '') as user_domain
  from events where event_group in ('ntlm', 'session', 'kerberos')
  group by 1, 2
  union
  select coalesce(caller_name, ''), coalesce(caller_domain, '')
  from events where event_id in (8001, 4001, 4013, 4015)
  group by 1, 2
  union
  select short_name || '$', '' from computers
  union
  select 'ANONYMOUS LOGON', ''
),
parted as (
  select user_name, user_domain,
    case
      when user_name like '@@%' then user_name
      when instr(user_name, chr(92)) > 0 then lower(split_part(user_name, chr(92), 2))
      when user_name like '%@%' then lower(split_part(user_name, '@', 1))
      else lower(trim(user_name))
    end as sam,
    case
      when user_domain not in ('', '-', '.') then user_domain
      when user_name like '@@%' then null
      when instr(user_name, chr(92)) > 0 then split_part(user_name, chr(92), 1)
      when user_name like '%@%' then lower(split_part(user_name, '@', 2))
    end as domain_name
  from written
),
domains_of_computers as (
  select distinct d.domain from computers as c join domain_names as d on d.name = c.domain_suffix
),
sams as (
  select sam, cast(row_number() over (order by sam) as int) as sam_no
  from (select distinct sam from parted) as s
)
select
  p.user_name, p.user_domain,
  cast(row_number() over (order by p.user_name, p.user_domain) as int) as user_no,
  p.sam, s.sam_no,
  case when p.domain_name is not null then coalesce(d.domain, upper(split_part(p.domain_name, '.', 1))) end as domain,
  case when o.domain is null then h.host_no end as local_to
from parted as p
join sams as s on s.sam = p.sam
left join domain_names as d on d.name = p.domain_name
left join domains_of_computers as o on o.domain = d.domain
left join short_names as h on h.short_name = lower(split_part(p.domain_name, '.', 1))

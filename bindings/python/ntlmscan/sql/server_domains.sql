-- The domain that each machine belongs to, and how sure that is.
-- step of: simulate
-- unit: one row per machine whose domain is known
-- builds on: events, host_names, computers, domain_names
-- columns:
-- host: as in host_names
-- domain: upper-case NetBIOS name
-- sure: 1 where the name was read, 0 where it was guessed from the first label of a DNS suffix
with sure_domains as (
  select distinct domain from domain_names where basis <> 'label'
),
-- A controller takes requests over a member's channel from members of its own domain alone; 4020 and 403x name the domain.
told as (
  select distinct n.host, d.domain
  from (
    select distinct e.via_name as name, c.domain_suffix as domain_name
    from events as e join computers as c on c.computer = e.computer
    where e.event_id in (8004, 4004) and coalesce(e.via_type, '2') = '2' and e.via_name is not null
    union
    select distinct server_name, server_domain from events
    where event_id in (4020, 4021, 4030, 4031, 4032, 4033) and server_name is not null and server_domain is not null
  ) as t
  join host_names as n on n.name = t.name
  join domain_names as d on d.name = t.domain_name
),
told_once as (
  select host, min(domain) as domain from told group by host having count(distinct domain) = 1
),
by_suffix as (
  select h.host, coalesce(min(d.domain), upper(split_part(min(h.suffix), '.', 1))) as domain
  from (
    select distinct host, substr(host, length(split_part(host, '.', 1)) + 2) as suffix from host_names where host like '%.%'
  ) as h
  left join domain_names as d on lower(d.name) = h.suffix
  group by h.host
),
chosen as (
  select coalesce(t.host, s.host) as host,
    case when s.domain is not null and q.domain is not null then s.domain when t.domain is not null then t.domain else s.domain end as domain
  from by_suffix as s
  left join sure_domains as q on q.domain = s.domain
  full outer join told_once as t on t.host = s.host
)
select c.host, c.domain, case when q.domain is not null then 1 else 0 end as sure
from chosen as c
left join sure_domains as q on q.domain = c.domain

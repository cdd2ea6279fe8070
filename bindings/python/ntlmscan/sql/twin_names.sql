-- Short names that several machines bear, each in a domain of its own.
-- step of: kept
-- unit: one row per such name as written and controller of the domain in which a machine bears it
-- builds on: computers, host_names, hosts
-- columns:
-- name: as written in a record
-- dc_no: the controller; a computer that asks it over its own secure channel is of its domain
-- host_no: the machine it means by the name
with borne as (
  select split_part(lower(computer), '.', 1) as short_name, domain_suffix, full_name from computers where domain_suffix is not null
  union
  select short_name, domain_suffix, full_name from computers where domain_suffix is not null
),
twins as (
  select short_name from borne group by short_name having count(distinct full_name) > 1
),
meant as (
  select b.short_name, b.domain_suffix, min(b.full_name) as full_name
  from borne as b join twins as t on t.short_name = b.short_name
  group by b.short_name, b.domain_suffix
  having count(distinct b.full_name) = 1
),
controllers as (
  select distinct n.host_no, c.domain_suffix
  from hosts as h
  join host_names as n on n.host = h.host
  join computers as c on c.full_name = h.host
  where h.role = 'dc'
)
select distinct n.name, d.host_no as dc_no, f.host_no
from meant as m
join host_names as n on replace(lower(trim(n.name)), '$', '') = m.short_name
join host_names as f on f.host = m.full_name
join controllers as d on d.domain_suffix = m.domain_suffix

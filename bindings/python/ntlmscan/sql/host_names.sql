-- Every way a machine is named, folded to one host: case, `$`, short name and FQDN, renames, aliases of the context.
-- step of: hosts
-- unit: one row per name as written
-- builds on: events, computers, targets, context_hosts
-- columns:
-- name: as written in a record
-- host: the lower-case FQDN where one is known, else the lower-case short name
-- host_no: a number for the host
-- is_computer: the host wrote records itself
-- is_machine: the host wrote records or stands in a record as a server, so it is no mere alias
with written as (
  select computer as name, 1 as machine from computers
  union all
  select via_name, 1 from events where via_name is not null and event_id in (8004, 4004) group by via_name
  union all
  select server_name, 1 from events where server_name is not null and event_id between 4020 and 4033 group by server_name
  union all
  select client_name, 0 from events where client_name is not null group by client_name
  union all
  select target_host, 0 from targets where not is_address group by target_host
  union all
  select name, 1 from context_hosts
  union all
  select alias, 1 from context_hosts where alias is not null
),
named as (
  select name, max(machine) as machine, replace(lower(trim(name)), '$', '') as plain
  from written where name is not null group by name
),
suffixes as (
  select distinct domain_suffix from computers where domain_suffix is not null
),
-- A target's FQDN in the domain of a known computer names a machine that wrote nothing.
candidates as (
  select short_name, full_name, 1 as own from computers where domain_suffix is not null
  union all
  select split_part(lower(computer), '.', 1), full_name, 1 from computers where domain_suffix is not null
  union all
  select split_part(plain, '.', 1), plain, 0
  from named as n
  where plain like '%.%' and substr(plain, length(split_part(plain, '.', 1)) + 2) in (select domain_suffix from suffixes)
),
ranked as (
  select short_name, min(full_name) as full_name, own, count(distinct full_name) as names,
    row_number() over (partition by short_name order by own desc) as nth
  from candidates group by short_name, own
),
unique_names as (
  select short_name, full_name from ranked where nth = 1 and names = 1
),
context_names as (
  select replace(lower(alias), '$', '') as alias, min(lower(name)) as name
  from context_hosts where alias is not null group by 1
),
renames as (
  select lower(computer) as old_name, min(full_name) as full_name
  from computers where lower(computer) <> full_name group by 1
),
resolved as (
  select n.name, n.machine,
    coalesce(
      r.full_name,
      case when c.name like '%.%' then c.name end,
      case when n.plain like '%.%' and c.name is null then n.plain end,
      u.full_name,
      c.name,
      n.plain
    ) as host
  from named as n
  left join context_names as c on c.alias = n.plain
  left join renames as r on r.old_name = n.plain
  left join unique_names as u on u.short_name = coalesce(c.name, n.plain)
),
numbered as (
  select host, cast(row_number() over (order by host) as int) as host_no, max(machine) as machine
  from resolved group by host
),
own as (
  select distinct full_name from computers
)
select r.name, r.host, n.host_no, o.full_name is not null as is_computer, n.machine = 1 as is_machine
from resolved as r
join numbered as n on n.host = r.host
left join own as o on o.full_name = r.host

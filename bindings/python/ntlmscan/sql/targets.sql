-- What callers asked for, taken apart: service class, host, whether the host is an address.
-- step of: host_names
-- unit: one row per target name as recorded by a client, or as carried inside the message (ServiceBinding)
-- builds on: events
-- columns:
-- target_name: as recorded
-- target_no: a number for it
-- service_class: lower case, null for a bare name
-- target_host: lower case, without port, instance or realm
-- is_address: the host is an IPv4 or IPv6 literal, the latter also as shares spell it (ipv6-literal.net)
with named as (
  select target_name from events
  where target_name is not null and event_id in (8001, 4001, 4013, 4015, 4020, 4021)
  group by target_name
  union
  select service_binding from events
  where service_binding is not null and event_id in (4022, 4023, 4030, 4031, 4032, 4033)
  group by service_binding
),
parted as (
  select
    target_name,
    case when target_name like '%/%' then lower(split_part(target_name, '/', 1)) end as service_class,
    lower(split_part(case when target_name like '%/%' then split_part(target_name, '/', 2) else target_name end, '@', 1)) as host
  from named
),
bare as (
  select target_name, service_class,
    case
      when host like '[%' then split_part(substr(host, 2), ']', 1)
      when length(host) - length(replace(host, ':', '')) = 1 then split_part(host, ':', 1)
      else host
    end as target_host
  from parted
)
select
  target_name,
  cast(row_number() over (order by target_name) as int) as target_no,
  service_class,
  target_host,
  (target_host like '%:%' or target_host like '%.ipv6-literal.net' or (translate(target_host, '0123456789.', '') = '' and target_host like '%.%.%.%')) as is_address
from bare

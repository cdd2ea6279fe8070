-- Which host an address belonged to, by the records that carry a name and an address together.
-- step of: kept
-- unit: one row per address
-- builds on: events, host_names, short_names, context_hosts
-- columns:
-- address: as recorded
-- host_no: the host; null where several hosts share it and where no record names one
-- address_no: a number for it
with votes as (
  select client_address as address, h.host_no, e.records
  from (
    select client_address, client_name, count(*) as records from events
    where client_address is not null and client_name is not null and event_id in (4624, 4625, 4022, 4023)
    group by client_address, client_name
  ) as e
  join host_names as h on h.name = e.client_name
  union all
  -- A machine account's ticket comes from the machine itself.
  select e.client_address, s.host_no, e.records * 100
  from (
    select client_address, lower(split_part(split_part(user_name, '@', 1), '$', 1)) as short_name, count(*) as records
    from events
    where client_address is not null and user_name like '%$%' and event_group = 'kerberos' and outcome = 'allowed'
    group by 1, 2
  ) as e
  join short_names as s on s.short_name = e.short_name
  union all
  select e.server_address, h.host_no, e.records * 10
  from (
    select server_address, server_name, count(*) as records from events
    where server_address is not null and server_name is not null and event_id in (4020, 4021, 4032, 4033)
    group by server_address, server_name
  ) as e
  join host_names as h on h.name = e.server_name
  union all
  select c.address, h.host_no, 1000000000
  from context_hosts as c join host_names as h on h.name = c.name
  where c.address is not null
),
counted as (
  select address, host_no, sum(records) as records
  from votes where address <> '::1' and address not like '127.%'
  group by address, host_no
),
ranked as (
  select address, host_no, records,
    sum(records) over (partition by address) as all_records,
    row_number() over (partition by address order by records desc, host_no) as nth
  from counted
),
written as (
  select client_address as address from events where client_address is not null group by client_address
  union
  select address from counted
)
select w.address, r.host_no, cast(row_number() over (order by w.address) as int) as address_no
from written as w
left join ranked as r on r.address = w.address and r.nth = 1 and r.records * 10 >= r.all_records * 6

-- What other records say about Kerberos going wrong, by what it went wrong for: a name, a server, a client.
-- step of: causes
-- unit: one row per thing, half hour and sign; each sign counts for the half hours around it too
-- builds on: events, host_names, addresses, targets, clock_offsets
-- columns:
-- about: target, server or client
-- number: its target_no or host_no
-- half_hour: number of the half hour since 1970, by true time as far as known
-- sign: missing, duplicate, wrong_key, encryption, clock or no_dc
with chosen as (
  select
    e.computer, unix_micros(e.time) as t, e.client_address,
    lower(split_part(case
      when e.event_id = 11 then coalesce(nullif(regexp_extract(e.extra, '"(Name|Data)":"([^"]*)"', 2), ''), '')
      when e.event_id in (4768, 4769, 4771) then coalesce(e.service_name, '')
      else coalesce(e.target_name, '')
    end, '@', 1)) as name,
    case
      when e.event_id = 11 then 'duplicate'
      when e.event_id = 101 then 'duplicate'
      when e.event_id = 100 then 'missing'
      when e.event_id = 4 then 'wrong_key'
      when e.event_id in (40960, 40961) then 'no_dc'
      when e.status = 7 then 'missing'
      when e.status = 8 then 'duplicate'
      when e.status = 14 then 'encryption'
      when e.status = 37 then 'clock'
      when e.status = 41 then 'wrong_key'
    end as sign,
    e.event_id
  from events as e
  where e.event_group = 'kerberos' and e.time is not null and e.computer is not null
    and coalesce(e.origin, 'live') = 'live' and not coalesce(e.duplicate, false)
    and (
      (e.event_id in (4768, 4769, 4771) and e.status in (7, 8, 14, 37, 41))
      or (e.provider = 'Microsoft-Windows-Security-Kerberos' and (e.event_id in (4, 100, 101) or (e.event_id = 3 and e.status in (7, 8, 14, 37, 41))))
      or (e.provider like '%Kerberos-Key-Distribution-Center' and e.event_id = 11)
      -- 40960 stands for other troubles too; only the one without a logon server says that.
      or (e.event_id in (40960, 40961) and lower(e.extra) like '%c000005e%')
    )
),
numbered as (
  select c.sign, c.event_id, g.target_no, case when c.name not like '%/%' then s.host_no end as server_no,
    case when c.event_id in (4768, 4769, 4771) then a.host_no else w.host_no end as client_no,
    cast((c.t - coalesce(o.clock_offset, 0) - (c.t - coalesce(o.clock_offset, 0)) % 1800000000) / 1800000000 as bigint) as half_hour
  from chosen as c
  join host_names as w on w.name = c.computer
  left join clock_offsets as o on o.host_no = w.host_no and o.day = cast((c.t - c.t % 86400000000) / 86400000000 as bigint)
  left join targets as g on lower(split_part(g.target_name, '@', 1)) = c.name and c.name <> ''
  left join (select replace(lower(name), '$', '') as plain, min(host_no) as host_no from host_names group by 1) as s
    on s.plain = replace(c.name, '$', '') and c.name <> ''
  left join addresses as a on a.address = c.client_address
),
things as (
  select 'target' as about, target_no as number, half_hour, sign from numbered where target_no is not null and sign not in ('clock', 'no_dc')
  union all
  select 'server', server_no, half_hour, sign from numbered where server_no is not null and sign in ('encryption', 'wrong_key')
  union all
  select 'client', client_no, half_hour, sign from numbered where client_no is not null and sign in ('clock', 'no_dc')
)
select distinct t.about, t.number, t.half_hour + n.step as half_hour, t.sign
from things as t cross join (values (-1), (0), (1)) as n(step)

-- The computers that wrote records, with the name each one goes by now.
-- step of: host_names
-- unit: one row per computer as written in the records
-- builds on: events
-- columns:
-- computer: System/Computer as written
-- full_name: lower case; a renamed computer has its newest name
-- short_name: its first label
-- domain_suffix: what follows the first label, null for a bare name
with written as (
  select computer, max(time) as last_time, split_part(lower(computer), '.', 1) as short_name,
    case when computer like '%.%' then lower(substr(computer, length(split_part(computer, '.', 1)) + 2)) else '' end as suffix
  from events where computer is not null
  group by computer
),
renamed as (
  select
    lower(regexp_extract(extra, '"Data":"([^"]*)"', 1)) as old_name,
    lower(regexp_extract(extra, '"Data#2":"([^"]*)"', 1)) as new_name,
    case when computer like '%.%' then lower(substr(computer, length(split_part(computer, '.', 1)) + 2)) else '' end as suffix,
    max(time) as renamed_at
  from events
  where event_id = 6011 and extra is not null
  group by 1, 2, 3
),
-- A name that goes on writing after the change belongs to another machine by then, and so does that name in another domain.
left_behind as (
  select r.old_name, r.new_name, r.suffix,
    row_number() over (partition by r.old_name, r.suffix order by r.renamed_at desc, r.new_name) as nth
  from renamed as r
  where r.old_name <> '' and r.new_name <> '' and r.old_name <> r.new_name
    and not exists (
      select 1 from written as w
      where w.short_name = r.old_name and (w.suffix = r.suffix or w.suffix = '' or r.suffix = '')
        and w.last_time > r.renamed_at + interval '1' day
    )
),
-- A machine is renamed by its installer and again by its owners: up to three steps.
first_step as (
  select w.computer, min(coalesce(n.new_name, m.new_name, l.new_name, lower(w.computer))) as name
  from written as w
  left join left_behind as l on l.old_name = w.short_name and l.nth = 1 and (l.suffix = w.suffix or l.suffix = '' or w.suffix = '')
  left join left_behind as m on m.old_name = l.new_name and m.nth = 1 and (m.suffix = w.suffix or m.suffix = '' or w.suffix = '')
  left join left_behind as n on n.old_name = m.new_name and n.nth = 1 and (n.suffix = w.suffix or n.suffix = '' or w.suffix = '')
  group by w.computer
),
full_names as (
  select split_part(lower(computer), '.', 1) as short_name, min(lower(computer)) as full_name
  from written where computer like '%.%'
  group by 1
  having count(distinct lower(computer)) = 1
),
named as (
  select f.computer, coalesce(q.full_name, f.name) as full_name
  from first_step as f
  left join full_names as q on q.short_name = split_part(f.name, '.', 1) and (f.name not like '%.%' or f.name <> lower(f.computer))
)
select
  computer,
  full_name,
  split_part(full_name, '.', 1) as short_name,
  case when full_name like '%.%' then substr(full_name, length(split_part(full_name, '.', 1)) + 2) end as domain_suffix
from named

-- The short name of each machine, where only one machine bears it.
-- step of: kept
-- unit: one row per short name
-- builds on: host_names
-- columns:
-- short_name: lower case
-- host_no: the machine
select split_part(host, '.', 1) as short_name, min(host_no) as host_no
from host_names
where is_machine
group by 1
having count(distinct host_no) = 1

-- A number for each program name.
-- step of: kept
-- unit: one row per process name as recorded
-- builds on: events
-- columns:
-- process_name: as recorded
-- program_no: its number; a full path has a higher one than the bare names
with named as (
  select process_name, case when instr(process_name, chr(92)) > 0 then 1 else 0 end as has_path
  from events where process_name is not null and event_group in ('ntlm', 'session') group by process_name
)
select process_name, cast(row_number() over (order by has_path, process_name) as int) as program_no
from named

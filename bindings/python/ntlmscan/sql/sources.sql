-- A number for each source, so that a record is one integer: number * 2^40 + byte_offset.
-- step of: kept
-- unit: one row per source
-- builds on: events
-- columns:
-- source: as in the scan
-- source_no: 1, 2, 3 in byte order of the names
select source, cast(row_number() over (order by source) as bigint) as source_no
from (select distinct source from events) as s

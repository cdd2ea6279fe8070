-- What opens a handshake at a server, and what a handshake led to, on one line of time.
-- step of: handshakes
-- unit: one row per 8002 or 4002, and per authentication that a server recorded
-- builds on: kept, clock_offsets, server_side
-- columns:
-- id: of the record, or of the authentication as in server_side
-- step: 1 opens, -1 closes
-- host_no, moment, pid: where, when by true time, and by which process
-- program_no, result: of what opens
select k.id, k.host_no, k.pid, k.t - o.clock_offset as moment, 1 as step, k.program_no, k.result
from kept as k
join clock_offsets as o on o.host_no = k.host_no and o.day = cast((k.t - k.t % 86400000000) / 86400000000 as bigint)
where k.view = 'h'
union all
select coalesce(audit_id, logon_record, enhanced_id, local_check_id), server_no, pid, coalesce(audit_moment, moment), -1, null, null
from server_side
where audit_id is not null or logon_record is not null or enhanced_id is not null

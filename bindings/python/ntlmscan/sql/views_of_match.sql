-- What the several views of one authentication say together, still in numbers.
-- step of: authentications
-- unit: one row per authentication, attempt or lone handshake
-- builds on: matches, server_side, dc_side, client_side, client_matches, passed_on, handshakes, interactive
-- columns:
-- match_id: the record that names it
-- nameless: 1 where the controller's record has an empty place for the workstation's name; null without such a record
-- the rest: numbers of names, flags, and the worst and best result that any view states
with hops as (
  select p.match_id, max(d.passed_on) as passed_on, max(d.audit_user) as audit_user, max(d.version) as version,
    max(d.blocked) as blocked, max(d.failed) as failed, max(d.allowed) as allowed, sum(d.records) as records,
    max(case when d.audit_id is not null or d.enhanced_id is not null then 1 else 0 end) as audited,
    min(d.dc_no) as dc_no
  from passed_on as p
  join dc_side as d on coalesce(d.audit_id, d.enhanced_id, d.check_id) = p.d_id
  group by p.match_id
),
logons as (
  select match_id, min(logon_type) as logon_type, sum(case when role = 'i' then 1 else 0 end) as records,
    count(case when role = 'v' and id <> match_id then 1 end) as swallowed
  from interactive group by match_id
),
opened as (
  select s_id, min(h_id) as h_id, min(program_no) as program_no, min(pid) as pid from handshakes where s_id is not null group by s_id
),
found as (
  select
    m.match_id, m.sam_no, m.moment, m.agreed, m.local_to, m.interactive,
    coalesce(c.client_no, m.client_no) as client_no, coalesce(m.server_no, c.server_no) as server_no,
    c.target_no, s.address_no,
    c.program_no as client_program, c.pid as client_pid,
    coalesce(s.program_no, o.program_no) as server_program, coalesce(s.pid, o.pid) as server_pid,
    s.logon_id, coalesce(s.logon_type, l.logon_type) as logon_type,
    s.logon_user, s.audit_user as server_user, coalesce(d.audit_user, h.audit_user) as dc_user, c.user_no as client_user,
    coalesce(s.enhanced_version, d.version, h.version, c.version) as enhanced_version, s.logon_version,
    coalesce(d.dc_no, h.dc_no) as dc_no,
    greatest(coalesce(s.blocked, 0), coalesce(d.blocked, 0), coalesce(h.blocked, 0)) as blocked,
    coalesce(s.failed, 0) as server_failed, coalesce(s.allowed, 0) as server_allowed,
    greatest(coalesce(d.failed, 0), coalesce(h.failed, 0)) as dc_failed,
    greatest(coalesce(d.allowed, 0), coalesce(h.allowed, 0)) as dc_allowed,
    case when c.c_id is not null then 1 else 0 end as seen_client,
    case when m.s_id is not null then 1 else 0 end as seen_server,
    case when m.d_id is not null or h.match_id is not null then 1 else 0 end as seen_dc,
    coalesce(h.passed_on, 0) as passed_on,
    case when d.moment is not null then case when d.client_no is null then 1 else 0 end end as nameless,
    x.strict, x.crowded,
    coalesce(s.records, 0) + coalesce(d.records, 0) + coalesce(h.records, 0) + coalesce(c.records, 0)
      + coalesce(l.records, 0) + coalesce(l.swallowed, 0) + case when o.h_id is not null then 1 else 0 end as records
  from matches as m
  left join server_side as s on coalesce(s.audit_id, s.logon_record, s.enhanced_id, s.local_check_id) = m.s_id
  left join dc_side as d on coalesce(d.audit_id, d.enhanced_id, d.check_id) = m.d_id
  left join hops as h on h.match_id = m.match_id
  left join logons as l on l.match_id = m.match_id
  left join opened as o on o.s_id = m.s_id
  left join client_matches as x on x.match_id = m.match_id
  left join (select coalesce(audit_id, enhanced_id) as c_id, client_side.* from client_side) as c on c.c_id = x.c_id
)
select
  match_id, sam_no, moment, agreed, local_to, client_no, server_no, target_no, address_no, client_program, client_pid,
  server_program, server_pid, logon_id, logon_type, logon_user, server_user, dc_user, client_user,
  enhanced_version, logon_version, dc_no,
  case
    when blocked = 1 then 'blocked'
    when server_failed = 1 and server_allowed = 0 then 'failed'
    when server_allowed = 1 or (dc_allowed = 1 and dc_failed = 0) then 'completed'
    when dc_failed = 1 then 'failed'
    else 'unconfirmed'
  end as outcome,
  seen_client, seen_server, seen_dc, passed_on, nameless, interactive, strict, crowded, cast(records as bigint) as records
from found
union all
select
  coalesce(c.audit_id, c.enhanced_id), c.sam_no, c.moment, null, c.local_to, c.client_no, c.server_no, c.target_no, null, c.program_no, c.pid,
  null, null, null, null, null, null, null, c.user_no, c.version, null, null,
  case when c.blocked = 1 then 'blocked' else 'attempt_only' end, 1, 0, 0, 0, null, 0, null, null, c.records
from client_side as c
left join client_matches as x on x.c_id = coalesce(c.audit_id, c.enhanced_id)
where x.c_id is null
union all
select
  h.h_id, null, h.moment, null, 0, null, h.host_no, null, null, null, null,
  h.program_no, h.pid, null, null, null, null, null, null, null, null, null,
  case when h.result = 3 then 'blocked' else 'handshake_only' end, 0, 1, 0, 0, null, 0, null, null, 1
from handshakes as h
where h.s_id is null

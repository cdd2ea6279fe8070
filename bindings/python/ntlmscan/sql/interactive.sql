-- Validations that an interactive logon caused: at the machine itself for a local account, at a controller for a domain account.
-- step of: authentications
-- unit: one row per validation or logon record of an interactive NTLM logon
-- builds on: episodes, server_side, passed_on, dc_side
-- columns:
-- match_id: the logon they make up together, by the id of its first validation
-- id: a record of it: the validation's row in server_side or dc_side, or a 4624 or 4625
-- role: v validation, i logon record
-- host_no, logon_type, moment: of the logon
with bare as (
  select local_check_id as id, sam_no, episode, server_no as host_no, moment
  from server_side
  where local_check_id is not null and audit_id is null and logon_record is null and enhanced_id is null
  union all
  select d.check_id, d.sam_no, d.episode, d.client_no, d.moment
  from dc_side as d join passed_on as p on p.d_id = d.check_id
  where p.alone = 1 and p.match_id = p.d_id and d.passed_on = 0 and d.audit_id is null and d.enhanced_id is null and d.client_no is not null
),
logons as (
  select sam_no, episode, host_no, min(logon_type) as logon_type from episodes where view = 'i'
  group by sam_no, episode, host_no
),
joined as (
  select b.id, b.moment, l.sam_no, l.episode, l.host_no, l.logon_type,
    min(b.id) over (partition by l.sam_no, l.episode, l.host_no) as match_id,
    min(b.moment) over (partition by l.sam_no, l.episode, l.host_no) as first_moment
  from bare as b
  join logons as l on l.sam_no = b.sam_no and l.episode = b.episode and l.host_no = b.host_no
)
select match_id, id, 'v' as role, host_no, logon_type, first_moment as moment from joined
union all
select distinct j.match_id, e.id, 'i', j.host_no, j.logon_type, j.first_moment
from joined as j
join episodes as e on e.sam_no = j.sam_no and e.episode = j.episode and e.host_no = j.host_no and e.view = 'i'

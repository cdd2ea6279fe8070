-- What one server recorded of each handshake, put together: the k-th record of each kind of one account in one episode.
-- step of: authentications
-- unit: one row per authentication as its server saw it
-- builds on: episodes
-- columns:
-- sam_no, episode, server_no: where it belongs
-- client_no: the name the client claimed, else the host its address is known for
-- k: which one of its kind in the episode
-- moment, audit_moment: first record, and its 8003 or 4022 where there is one (the handshake's own log)
-- others: as in kept; ids are of one record each, for the trail back
-- A name beats an address; where all names of the episode agree, a record without one is of the same client,
-- and so it is with addresses where no record has a name.
with agreed as (
  select sam_no, episode, host_no, local_to,
    case
      when min(client_no) = max(client_no) then min(client_no)
      when min(client_no) is null and min(address_host_no) = max(address_host_no) then min(address_host_no)
    end as client
  from episodes where view = 's' group by sam_no, episode, host_no, local_to
),
keyed as (
  select e.*, coalesce(a.client, e.client_no, e.address_host_no, 0) as key_client
  from episodes as e
  join agreed as a on a.sam_no = e.sam_no and a.episode = e.episode and a.host_no = e.host_no and a.local_to = e.local_to
  where e.view = 's'
),
numbered as (
  select *, row_number() over (
    partition by sam_no, episode, host_no, local_to, key_client, slot order by moment, record_id, id) as k
  from keyed
)
select
  sam_no, episode, host_no as server_no, local_to, key_client, cast(k as bigint) as k,
  min(moment) as moment,
  min(case when slot <> 2 then moment end) as audit_moment,
  case when key_client <> 0 then key_client end as client_no,
  max(case when slot <> 2 then pid end) as pid,
  max(program_no) as program_no,
  max(case when slot = 2 then logon_id end) as logon_id,
  max(case when slot = 2 then logon_type end) as logon_type,
  max(address_no) as address_no,
  max(case when slot = 2 then user_no end) as logon_user,
  max(case when slot <> 2 then user_no end) as audit_user,
  max(case when slot = 2 then version end) as logon_version,
  max(case when slot = 3 then version end) as enhanced_version,
  max(case when slot = 1 then id end) as audit_id,
  max(case when slot = 2 then id end) as logon_record,
  max(case when slot = 3 then id end) as enhanced_id,
  max(case when slot = 4 then id end) as local_check_id,
  max(case when result = 3 then 1 else 0 end) as blocked,
  max(case when result = 2 then 1 else 0 end) as failed,
  max(case when result = 1 then 1 else 0 end) as allowed,
  cast(count(*) as bigint) as records
from numbered
group by sam_no, episode, host_no, local_to, key_client, k

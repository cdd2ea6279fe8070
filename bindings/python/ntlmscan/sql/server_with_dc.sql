-- Which request at a domain controller belongs to which authentication at a server: the k-th with the k-th.
-- step of: authentications
-- unit: one row per authentication that a server or a domain controller saw
-- builds on: server_side, dc_side
-- columns:
-- match_id: the record that names this authentication from here on
-- s_id, d_id: the first record id of its row in server_side and in dc_side
-- sam_no, episode, server_no, client_no, moment: of either
-- has_check: a 4776 is among them, or none can be since the account is local
-- verdict: what the server recorded of the result: 1 allowed, 2 failed, 0 nothing
-- agreed: 1 where both sides agree in number and client, 0 where they were paired without that, null where one side is alone
-- caveats: Requests that name no server, or came from another controller, find their place in passed_on.
with sides as (
  select 's' as side, coalesce(audit_id, logon_record, enhanced_id, local_check_id) as id,
    sam_no, episode, server_no, client_no, moment, case when local_check_id is not null then 1 else 0 end as has_check,
    case when allowed = 1 then 1 when failed = 1 then 2 else 0 end as verdict
  from server_side where local_to = 0
  union all
  select 'd', coalesce(audit_id, enhanced_id, check_id), sam_no, episode, server_no, client_no, moment,
    case when check_id is not null then 1 else 0 end, 0
  from dc_side where server_no is not null
),
spread as (
  select *,
    min(client_no) over (partition by sam_no, episode, server_no) as least_client,
    max(client_no) over (partition by sam_no, episode, server_no) as most_client
  from sides
),
keyed as (
  select *, coalesce(case when least_client = most_client then least_client end, client_no, 0) as key_client from spread
),
numbered as (
  select *, row_number() over (partition by sam_no, episode, server_no, key_client, side order by moment, id) as k
  from keyed
),
paired as (
  select sam_no, episode, server_no, key_client, k,
    max(case when side = 's' then id end) as s_id,
    max(case when side = 'd' then id end) as d_id,
    min(case when side = 's' then moment end) as s_moment,
    min(case when side = 'd' then moment end) as d_moment,
    max(has_check) as has_check,
    max(verdict) as verdict
  from numbered
  group by sam_no, episode, server_no, key_client, k
),
-- What is left over on both sides in one episode of one account at one server differs in the client's name alone.
left_over as (
  select *,
    row_number() over (partition by sam_no, episode, server_no, case when s_id is null then 1 else 0 end
      order by coalesce(s_moment, d_moment), coalesce(s_id, d_id)) as nth
  from paired where s_id is null or d_id is null
),
late_pairs as (
  select s.sam_no, s.episode, s.server_no, s.key_client, s.k as s_k, d.key_client as d_client, d.k as d_k, d.d_id, d.d_moment, d.has_check
  from left_over as s
  join left_over as d on d.sam_no = s.sam_no and d.episode = s.episode and d.server_no = s.server_no and d.nth = s.nth
  where s.d_id is null and d.s_id is null and abs(d.d_moment - s.s_moment) <= 5000000
),
joined as (
  select p.sam_no, p.episode, p.server_no, p.key_client, p.k, p.s_id, coalesce(p.d_id, l.d_id) as d_id,
    coalesce(p.s_moment, p.d_moment) as moment,
    case when p.has_check = 1 or l.has_check = 1 then 1 else 0 end as has_check, p.verdict,
    case when l.d_id is not null then 0 when p.s_id is not null and p.d_id is not null then 1 end as agreed
  from paired as p
  left join late_pairs as l
    on l.sam_no = p.sam_no and l.episode = p.episode and l.server_no = p.server_no and l.key_client = p.key_client and l.s_k = p.k
    and p.s_id is not null
  left join late_pairs as gone
    on gone.sam_no = p.sam_no and gone.episode = p.episode and gone.server_no = p.server_no and gone.d_client = p.key_client and gone.d_k = p.k
    and p.s_id is null
  where gone.d_id is null
)
select
  coalesce(s_id, d_id) as match_id, s_id, d_id, sam_no, episode, server_no,
  case when key_client <> 0 then key_client end as client_no, moment, has_check, agreed, 0 as local_to, verdict
from joined
union all
select
  coalesce(audit_id, logon_record, enhanced_id, local_check_id), coalesce(audit_id, logon_record, enhanced_id, local_check_id), null,
  sam_no, episode, server_no, client_no, moment, 1, null, local_to, 0
from server_side where local_to <> 0

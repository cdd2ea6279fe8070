-- What each policy would mean: how many authentications it refuses, in all, by server, by account and by program.
-- step of: simulate
-- unit: one row per policy, and per policy and server, account or program
-- order: policy, part, refused desc, unknown desc, name
-- builds on: policy_verdicts, case_uses, auth_cases
-- columns:
-- policy: as asked, or together
-- part: all, server, account or program
-- name: of the server, account or program; null for all, and where nobody recorded one
-- refused, unknown, allowed: authentications, completed or unconfirmed
-- attempts: by outgoing and smb: attempts that would be refused, of which nobody recorded a result
-- accounts, clients, servers: how many different ones stand behind what is refused
-- reason: of most of what is refused, else of most of what is unknown
-- last_refused: when it was last used
-- caveats: The program is that of the client, or of the server where nobody recorded the client's.
with used as (
  select v.policy, v.code, v.why, c.result, u.account, u.client, u.server,
    coalesce(u.client_process, u.server_process) as program, u.authentications, u.last_time
  from policy_verdicts as v
  join auth_cases as c on c.auth_id = v.case_no
  join case_uses as u on u.case_no = v.case_no
  where c.result <> 'offer'
),
parted as (
  select u.*, p.part,
    case p.part when 'server' then u.server when 'account' then u.account when 'program' then u.program end as name
  from used as u cross join (values ('all'), ('server'), ('account'), ('program')) as p(part)
),
reasons as (
  select policy, part, name, why,
    row_number() over (partition by policy, part, name order by max(code) desc, sum(authentications) desc, why) as nth
  from parted where code > 0 group by policy, part, name, why
)
select p.policy, p.part, p.name,
  cast(sum(case when p.result = 'counted' and p.code = 2 then p.authentications else 0 end) as bigint) as refused,
  cast(sum(case when p.result = 'counted' and p.code = 1 then p.authentications else 0 end) as bigint) as unknown,
  cast(sum(case when p.result = 'counted' and p.code = 0 then p.authentications else 0 end) as bigint) as allowed,
  cast(sum(case when p.result = 'attempt' and p.code = 1 then p.authentications else 0 end) as bigint) as attempts,
  count(distinct case when p.code = 2 then p.account end) as accounts,
  count(distinct case when p.code = 2 then p.client end) as clients,
  count(distinct case when p.code = 2 then p.server end) as servers,
  max(case when r.nth = 1 then r.why end) as reason,
  max(case when p.code = 2 then p.last_time end) as last_refused
from parted as p
left join reasons as r on r.policy = p.policy and r.part = p.part and coalesce(r.name, '') = coalesce(p.name, '') and r.nth = 1
group by p.policy, p.part, p.name

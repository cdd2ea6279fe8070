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
-- accounts, clients, servers: how many different ones stand behind what is refused; for all alone
-- reason: of most of what is refused, else of most of what is unknown
-- last_refused: when it was last used
-- caveats: The program is that of the client, or of the server where nobody recorded the client's.
with cases as (
  select case_no, result from auth_cases where auth_id = case_no and result <> 'offer'
),
named as (
  select case_no, 'all' as part, cast(null as string) as name, sum(authentications) as n, max(last_time) as last_time
  from case_uses group by case_no
  union all
  select case_no, 'server', server, sum(authentications), max(last_time) from case_uses group by case_no, server
  union all
  select case_no, 'account', account, sum(authentications), max(last_time) from case_uses group by case_no, account
  union all
  select case_no, 'program', coalesce(client_process, server_process), sum(authentications), max(last_time)
  from case_uses group by case_no, coalesce(client_process, server_process)
),
judged as (
  select v.policy, n.part, n.name, v.code, v.why, c.result, sum(n.n) as n, max(n.last_time) as last_time
  from policy_verdicts as v
  join cases as c on c.case_no = v.case_no
  join named as n on n.case_no = v.case_no
  group by v.policy, n.part, n.name, v.code, v.why, c.result
),
behind as (
  select v.policy, count(distinct u.account_no) as accounts, count(distinct u.client_no) as clients, count(distinct u.server_no) as servers
  from policy_verdicts as v join case_uses as u on u.case_no = v.case_no
  where v.code = 2
  group by v.policy
),
summed as (
  select policy, part, name,
    sum(case when result = 'counted' and code = 2 then n else 0 end) as refused,
    sum(case when result = 'counted' and code = 1 then n else 0 end) as unknown,
    sum(case when result = 'counted' and code = 0 then n else 0 end) as allowed,
    sum(case when result = 'attempt' and code = 1 then n else 0 end) as attempts,
    -- The greatest of these texts begins with the weightiest verdict and the greatest number.
    substr(max(case when code > 0 then cast(code as string) || lpad(cast(n as string), 15, '0') || why end), 17) as reason,
    max(case when code = 2 then last_time end) as last_refused
  from judged group by policy, part, name
)
select s.policy, s.part, s.name, cast(s.refused as bigint) as refused, cast(s.unknown as bigint) as unknown,
  cast(s.allowed as bigint) as allowed, cast(s.attempts as bigint) as attempts,
  case when s.part = 'all' then coalesce(b.accounts, 0) end as accounts,
  case when s.part = 'all' then coalesce(b.clients, 0) end as clients,
  case when s.part = 'all' then coalesce(b.servers, 0) end as servers,
  s.reason, s.last_refused
from summed as s
left join behind as b on b.policy = s.policy

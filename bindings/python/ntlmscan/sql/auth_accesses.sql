-- Which access each authentication belongs to.
-- step of: accesses
-- unit: one row per completed or unconfirmed network authentication
-- builds on: authentications
-- columns:
-- auth_id, match_id: the authentication
-- account, client, server: of the access
-- burst: counts up within these three wherever two seconds pass
-- opens: 1 for the first of its burst
-- dc, client_process, server_process, ntlm_version: of the authentication
with counted as (
  select auth_id, match_id, time, unix_micros(time) as t, account, client, server, dc, client_process, server_process, ntlm_version
  from authentications
  where outcome in ('completed', 'unconfirmed') and coalesce(logon_type, 3) not in (2, 7, 10, 11)
    and coalesce(account_kind, '') <> 'anonymous' and account is not null
),
stepped as (
  select *, lag(t) over (partition by account, coalesce(client, ''), coalesce(server, '') order by t, auth_id) as before
  from counted
)
select auth_id, match_id, time, account, client, server, opens,
  cast(sum(opens) over (
    partition by account, coalesce(client, ''), coalesce(server, '') order by t, auth_id
    rows between unbounded preceding and current row) as bigint) as burst,
  dc, client_process, server_process, ntlm_version
from (
  select *, case when before is not null and t - before < 2000000 then 0 else 1 end as opens from stepped
) as s

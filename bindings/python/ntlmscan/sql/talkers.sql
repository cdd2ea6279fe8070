-- Who talks NTLM to whom: every account, client, server and program by its accesses.
-- unit: one row per account, client, server or program
-- question: Which few of them make up most of the NTLM?
-- order: kind, accesses desc, name
-- builds on: auth_accesses
-- columns:
-- kind: account, client, server, client_program or server_program
-- name: of it
-- accesses: bursts, as in the analysis accesses
-- authentications: what they fold
-- counterparts: servers of an account or client, clients of a server, accounts of a program
-- accounts: different accounts
-- days_active: days with at least one
-- first_time, last_time: of its authentications
-- versions: LM, NTLMv1, NTLMv2 as far as recorded
-- periodicity: daily, weekly, monthly where the days lie that far apart, once, else irregular
-- cannot see: What happened less often than the logs reach back; a yearly job needs a year.
with accessed as (
  select account, client, server, burst, max(client_process) as client_process, max(server_process) as server_process,
    count(*) as authentications, min(time) as first_time, max(time) as last_time,
    max(case when ntlm_version = 'LM' then 1 else 0 end) as lm, max(case when ntlm_version = 'NTLMv1' then 1 else 0 end) as v1,
    max(case when ntlm_version = 'NTLMv2' then 1 else 0 end) as v2
  from auth_accesses
  group by account, client, server, burst
),
bursts as (
  select 'account' as kind, account as name, server as other, account, authentications, first_time, last_time, lm, v1, v2 from accessed
  union all
  select 'client', client, server, account, authentications, first_time, last_time, lm, v1, v2 from accessed where client is not null
  union all
  select 'server', server, client, account, authentications, first_time, last_time, lm, v1, v2 from accessed where server is not null
  union all
  select 'client_program', client_process, account, account, authentications, first_time, last_time, lm, v1, v2
  from accessed where client_process is not null
  union all
  select 'server_program', server_process, account, account, authentications, first_time, last_time, lm, v1, v2
  from accessed where server_process is not null
),
days as (
  select kind, name, cast((unix_micros(first_time) - unix_micros(first_time) % 86400000000) / 86400000000 as bigint) as day from bursts group by 1, 2, 3
),
steps as (
  select kind, name, day - lag(day) over (partition by kind, name order by day) as step from days
),
rhythm as (
  select kind, name, count(*) as days_active, min(step) as least, max(step) as most from steps group by kind, name
)
select b.kind, b.name,
  count(*) as accesses,
  cast(sum(b.authentications) as bigint) as authentications,
  count(distinct b.other) as counterparts,
  count(distinct b.account) as accounts,
  max(r.days_active) as days_active,
  min(b.first_time) as first_time,
  max(b.last_time) as last_time,
  concat_ws(',', max(case when b.lm = 1 then 'LM' end), max(case when b.v1 = 1 then 'NTLMv1' end), max(case when b.v2 = 1 then 'NTLMv2' end)) as versions,
  max(case
    when r.days_active = 1 then 'once'
    when r.days_active < 3 then 'irregular'
    when r.most <= 3 then 'daily'
    when r.least >= 6 and r.most <= 8 then 'weekly'
    when r.least >= 27 and r.most <= 32 then 'monthly'
    else 'irregular'
  end) as periodicity
from bursts as b
join rhythm as r on r.kind = b.kind and r.name = b.name
group by b.kind, b.name

-- Who stands behind the cases that policies judge: accounts, clients, servers, programs.
-- step of: simulate
-- unit: one row per case, account, client, server and client program
-- builds on: auth_cases, authentications
-- columns:
-- case_no: as in auth_cases
-- account, client, server, client_process, server_process: as in authentications
-- account_no, client_no, server_no: numbers in the order of the names, null for none
-- weak: how many by NTLMv1 or LM
-- authentications: how many; attempts of a case that is an attempt
-- first_auth, first_time, last_time: the first of them, and from when to when
with uses as (
  select c.case_no, a.account, a.client, a.server, a.client_process, a.server_process,
    sum(case when a.ntlm_version in ('LM', 'NTLMv1') then 1 else 0 end) as weak,
    count(*) as authentications, min(a.auth_id) as first_auth, min(a.time) as first_time, max(a.time) as last_time
  from auth_cases as c join authentications as a on a.auth_id = c.auth_id
  group by c.case_no, a.account, a.client, a.server, a.client_process, a.server_process
),
account_numbers as (
  select account, cast(row_number() over (order by account) as int) as no from (select distinct account from uses where account is not null) as n
),
client_numbers as (
  select client, cast(row_number() over (order by client) as int) as no from (select distinct client from uses where client is not null) as n
),
server_numbers as (
  select server, cast(row_number() over (order by server) as int) as no from (select distinct server from uses where server is not null) as n
)
select u.case_no, u.account, u.client, u.server, u.client_process, u.server_process,
  a.no as account_no, c.no as client_no, s.no as server_no,
  u.weak, u.authentications, u.first_auth, u.first_time, u.last_time
from uses as u
left join account_numbers as a on a.account = u.account
left join client_numbers as c on c.client = u.client
left join server_numbers as s on s.server = u.server

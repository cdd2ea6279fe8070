-- Who stands behind the cases that policies judge: accounts, clients, servers, programs.
-- step of: simulate
-- unit: one row per case, account, client, server and client program
-- builds on: auth_cases, authentications
-- columns:
-- case_no: as in auth_cases
-- account, client, server, client_process, server_process: as in authentications
-- weak: how many by NTLMv1 or LM
-- authentications: how many; attempts of a case that is an attempt
-- first_auth, first_time, last_time: the first of them, and from when to when
select c.case_no, a.account, a.client, a.server, a.client_process, a.server_process,
  sum(case when a.ntlm_version in ('LM', 'NTLMv1') then 1 else 0 end) as weak,
  count(*) as authentications, min(a.auth_id) as first_auth, min(a.time) as first_time, max(a.time) as last_time
from auth_cases as c join authentications as a on a.auth_id = c.auth_id
group by c.case_no, a.account, a.client, a.server, a.client_process, a.server_process

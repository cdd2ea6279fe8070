-- Why each authentication went by NTLM and not by Kerberos, how that is known, and where the signs contradict each other.
-- unit: one row per authentication, attempt or handshake
-- question: Why NTLM, and is that recorded, concluded or guessed?
-- order: auth_id
-- builds on: cause_verdicts
-- columns:
-- auth_id: as in authentications
-- cause: dc_connectivity, local_account, cloud_account, spn_missing, spn_duplicate, spn_ip, application, trust, kerberos_error, credential_guard, anonymous, loopback or unknown
-- sub_cause: which kind of it: called directly, no target, print spooler, Perfmon, domain DFS, RPC endpoint mapper, MS-CHAPv2, not Windows, scheduled task, alias, alias or VIP, not registered, wrong account, encryption, clock, kernel SMB, HTTP.sys; null where no more is known
-- rule: the rule that says so, R01 to R32, or U04 for the recorded reason 4, which has none; null for unknown
-- basis: recorded (the client wrote the reason down), rule (follows from what was recorded), hint (likely, to be checked); null for unknown
-- cause_conflict: the text of the reason, its number and the target do not go together
-- usage_id, usage_reason: the reason as recorded, null where no record has one
-- program: image of the client's program, lower case; the server's where the client's is not known
-- asked_name: what the client asked for, by its own record or by the name inside the message
-- match_id: leads to the records in auth_views
-- caveats: A reason that the target refutes is not believed, recorded or not. An attempt that nobody saw arrive gets no guess: Kerberos may have won. Where nothing tells, the cause of other authentications of the same account, client and server stands as a hint.
-- cannot see: Why a client that wrote no log chose NTLM, unless the message or the controller tells.
with alike as (
  select sam_no, client_no, server_no, min(kind) as kind, min(rule) as rule
  from cause_verdicts
  where basis in ('recorded', 'rule') and sam_no is not null and client_no is not null and server_no is not null
  group by sam_no, client_no, server_no
  having count(distinct kind) = 1
),
told as (
  select v.*, coalesce(v.kind, a.kind) as told_kind, coalesce(v.rule, a.rule) as told_rule,
    coalesce(v.basis, case when a.kind is not null then 'hint' end) as told_basis
  from cause_verdicts as v
  left join alike as a on v.kind is null and v.outcome not in ('attempt_only', 'handshake_only')
    and a.sam_no = v.sam_no and a.client_no = v.client_no and a.server_no = v.server_no
),
kinds as (
  select * from (values
    ('anonymous', 'anonymous', null),
    ('loopback', 'loopback', null),
    ('mapper_loop', 'loopback', 'RPC endpoint mapper'),
    ('direct', 'application', 'called directly'),
    ('no_target', 'application', 'no target'),
    ('dfs', 'application', 'domain DFS'),
    ('spooler', 'application', 'print spooler'),
    ('perfmon', 'application', 'Perfmon'),
    ('mapper', 'application', 'RPC endpoint mapper'),
    ('mschap', 'application', 'MS-CHAPv2'),
    ('foreign', 'application', 'not Windows'),
    ('local', 'local_account', null),
    ('task', 'local_account', 'scheduled task'),
    ('cloud', 'cloud_account', null),
    ('missing', 'spn_missing', null),
    ('alias', 'spn_missing', 'alias'),
    ('duplicate', 'spn_duplicate', null),
    ('ip', 'spn_ip', null),
    ('ip_unregistered', 'spn_ip', 'not registered'),
    ('no_dc', 'dc_connectivity', null),
    ('wrong_key', 'kerberos_error', 'wrong account'),
    ('encryption', 'kerberos_error', 'encryption'),
    ('clock', 'kerberos_error', 'clock'),
    ('credential_guard', 'credential_guard', null),
    ('trust', 'trust', null)
  ) as k(kind, cause, sub_cause)
)
select
  r.auth_id,
  coalesce(k.cause, 'unknown') as cause,
  case
    when k.cause = 'spn_missing' and r.asked_other then case when r.servers_of_name > 1 then 'alias or VIP' else 'alias' end
    when k.sub_cause is not null then k.sub_cause
    when k.cause in ('spn_ip', 'spn_missing', 'spn_duplicate') and r.asked_class = 'cifs' and r.client_pid = 4 then 'kernel SMB'
    when k.cause in ('spn_ip', 'spn_missing', 'spn_duplicate') and r.asked_class = 'http' and r.server_pid = 4 then 'HTTP.sys'
  end as sub_cause,
  r.told_rule as rule,
  r.told_basis as basis,
  r.cause_conflict,
  r.usage_id, r.usage_reason, r.program, r.asked_name, r.match_id
from told as r
left join kinds as k on k.kind = r.told_kind

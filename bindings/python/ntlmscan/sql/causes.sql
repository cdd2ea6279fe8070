-- Why each authentication went by NTLM and not by Kerberos, how that is known, and where the signs contradict each other.
-- unit: one row per authentication, attempt or handshake
-- question: Why NTLM, and is that recorded, concluded or guessed?
-- order: auth_id
-- builds on: cause_signs
-- columns:
-- auth_id: as in authentications
-- cause: dc_connectivity, local_account, cloud_account, spn_missing, spn_duplicate, spn_ip, application, trust, kerberos_error, credential_guard, anonymous, loopback or unknown
-- sub_cause: which kind of it: called directly, no target, print spooler, Perfmon, domain DFS, RPC endpoint mapper, MS-CHAPv2, not Windows, scheduled task, alias, alias or VIP, not registered, wrong account, encryption, clock, kernel SMB, HTTP.sys; null where no more is known
-- rule: R01 to R32 of the rules that the project follows, or the number of the recorded reason; null for unknown
-- basis: recorded (the client wrote the reason down), rule (follows from what was recorded), hint (likely, to be checked); null for unknown
-- cause_conflict: the text of the reason, its number and the target do not go together
-- usage_id, usage_reason: the reason as recorded, null where no record has one
-- asked_name: what the client asked for, by its own record or by the name inside the message
-- match_id: leads to the records in auth_views
-- caveats: A reason that the target refutes is not believed, recorded or not. An attempt that nobody saw arrive gets no guess: Kerberos may have won.
-- cannot see: Why a client that wrote no log chose NTLM, unless the message or the controller tells.
with weighed as (
  select *,
    coalesce(by_text, usage_id) as stated,
    case coalesce(by_text, usage_id)
      when 2 then is_domain_account
      when 5 then asked_name is not null
      when 6 then asked_name is null
      when 7 then not asked_address
      when 8 then asked_name is null or (by_text is null and asked_address)
      -- The number of loopback is often wrong: it needs the machine itself. The text is believed unless two machines are known.
      when 10 then not is_loopback and (by_text is null or is_remote)
      when 11 then not is_anonymous
      else false
    end as refuted
  from cause_signs
),
believed as (
  select *,
    case when not refuted then stated end as reason,
    refuted or coalesce(by_text <> usage_id and not (asked_address and by_text in (6, 7) and usage_id in (6, 7)), false) as conflict
  from weighed
),
-- In the order of what weighs most: who, the recorded reason, the target, the program, the account, what others noticed.
ruled as (
  select *,
    case
      when is_anonymous and reason = 11 then 'anonymous R17 recorded'
      when is_anonymous then 'anonymous R17 rule'
      when is_loopback and reason = 10 then 'loopback R08 recorded'
      when is_loopback then 'loopback R08 rule'
      when reason = 1 then 'direct R06 recorded'
      when reason = 2 then 'local R05 recorded'
      when reason = 4 then 'cloud id4 recorded'
      when reason = 5 then 'no_target R07 recorded'
      when reason = 6 and asked_address then 'ip_unregistered R01 recorded'
      -- A name that Kerberos cannot resolve, asked for from another domain, is the trust's to resolve.
      when reason = 6 and (account_foreign = 2 or over_trust) then 'trust R15 rule'
      when reason = 6 then 'missing R02 recorded'
      when reason = 7 then 'ip R01 recorded'
      when reason = 8 then 'duplicate R03 recorded'
      when reason = 9 then 'no_dc R04 recorded'
      when reason = 10 then 'loopback R08 recorded'
      when key_refused then 'credential_guard R26 rule'
      when seen_client and asked_name is null and not is_local and not is_blob then 'no_target R07 rule'
      when asked_address then 'ip R01 rule'
      when asked_domain and asked_class = 'cifs' then 'dfs R12 rule'
      when client_image = 'spoolsv.exe' and asked_class = 'cifs' then 'spooler R10 rule'
      when client_image in ('mmc.exe', 'perfmon.exe') and asked_class in ('rpcss', 'rpc', 'host') then 'perfmon R11 rule'
      when client_image = 'svchost.exe' and asked_class in ('rpcss', 'host') and not is_blob and not is_local then 'mapper R09 hint'
      when mapper_rhythm then 'mapper_loop R09 hint'
      when is_blob then 'task R05 rule'
      when is_local then 'local R05 rule'
      when is_cloud then 'cloud R05 rule'
      when sign_duplicate then 'duplicate R03 rule'
      when sign_wrong_key then 'wrong_key R02 rule'
      when asked_other and account_foreign = 0 then 'alias R21 rule'
      when sign_missing then 'missing R02 rule'
      when sign_encryption then 'encryption R29 rule'
      when sign_clock then 'clock R30 rule'
      when sign_no_dc then 'no_dc R04 rule'
      when account_foreign = 2 or over_trust then 'trust R15 rule'
      when account_foreign = 1 then 'trust R15 hint'
      when seen_dc and not seen_server and not seen_client and radius then 'mschap R13 rule'
      when not seen_client and unheard then 'mschap R13 hint'
      when no_workstation and not seen_client then 'foreign R31 hint'
      when seen_client and asked_name is not null and outcome <> 'attempt_only' then 'missing R02 hint'
    end as verdict
  from believed
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
  replace(split_part(r.verdict, ' ', 2), 'id4', 'id 4') as rule,
  split_part(r.verdict, ' ', 3) as basis,
  r.conflict as cause_conflict,
  r.usage_id, r.usage_reason, r.asked_name, r.match_id
from ruled as r
left join kinds as k on k.kind = split_part(r.verdict, ' ', 1)

-- Which rule speaks for each authentication, the weightiest that applies.
-- step of: causes
-- unit: one row per authentication, attempt or handshake
-- builds on: cause_signs
-- columns:
-- kind, rule, basis: what it is, by which rule, how sure; null where no rule applies
-- cause_conflict, usage_id, usage_reason, asked_name, program, match_id, auth_id: as in causes
-- sam_no, client_no, server_no, asked_class, asked_other, servers_of_name, client_pid, server_pid, outcome: as in cause_signs
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
    refuted or coalesce(by_text <> usage_id and usage_id <> 0 and not (asked_address and by_text in (6, 7) and usage_id in (6, 7)), false) as conflict
  from weighed
),
-- In the order of what weighs most: who, the recorded reason, the target, the program, the account, what others noticed.
ruled as (
  select *,
    case
      when is_anonymous and reason = 11 then 'anonymous R17 recorded'
      when is_anonymous then 'anonymous R17 rule'
      when seen_dc and not seen_server and not seen_client and radius then 'mschap R13 rule'
      when is_loopback and asked_class = 'rpcss' and client_image = 'svchost.exe' then
        case when reason = 10 then 'mapper_loop R08 recorded' else 'mapper_loop R09 rule' end
      when is_loopback and reason = 10 then 'loopback R08 recorded'
      when is_loopback then 'loopback R08 rule'
      when reason = 1 then 'direct R06 recorded'
      when reason = 2 then 'local R05 recorded'
      when reason = 4 then 'cloud U04 recorded'
      when reason = 5 then 'no_target R07 recorded'
      when reason = 6 and asked_address then 'ip_unregistered R01 recorded'
      -- A name that Kerberos cannot resolve, asked for from another domain, is the trust's to resolve.
      when reason = 6 and (account_foreign = 2 or over_trust) then 'trust R15 rule'
      -- No account can hold the name of the domain itself.
      when reason = 6 and asked_domain and asked_class = 'cifs' then 'dfs R12 rule'
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
      when not seen_client and no_workstation and (unheard or relays) then 'mschap R13 hint'
      when no_workstation and not seen_client then 'foreign R31 hint'
      when seen_client and asked_name is not null and outcome <> 'attempt_only' then 'missing R02 hint'
    end as verdict
  from believed
)
select
  split_part(verdict, ' ', 1) as kind, split_part(verdict, ' ', 2) as rule, split_part(verdict, ' ', 3) as basis,
  conflict as cause_conflict, usage_id, usage_reason, asked_name, program, match_id, auth_id, sam_no, client_no, server_no,
  asked_class, asked_other, servers_of_name, client_pid, server_pid, outcome
from ruled

-- NTLMv1 and LM: proven, suspected, and what only looks like it.
-- unit: one row per authentication, or per 4024 and 4025
-- question: Which accounts still authenticate by NTLMv1, and how sure is that?
-- order: time, auth_id
-- builds on: authentications, events, host_names, sources, copies, user_names
-- columns:
-- auth_id: the authentication, null for 4024 and 4025
-- time, account, client, server: as in authentications
-- ntlm_version: LM or NTLMv1
-- finding: proven (an enhanced record says so), suspected (4624 alone), contradicted (4624 says NTLMv1, an enhanced record NTLMv2), null_session (no key material, so no version), derived (4024, 4025: NTLMv1-derived single sign-on, client-side)
-- basis: the records that say so
-- outcome: as in authentications; blocked for 4025
-- caveats: A warning (4021, 4023, 4031, 4033) is no NTLMv1; only the version field counts. A 4624 can say NTLM V1 of an NTLMv2 logon.
-- cannot see: The version of a failed logon (4625 carries none) and of authentications seen by 8001 to 8006 alone.
select
  auth_id, time, account, client, server,
  case when finding = 'null_session' then null when finding = 'contradicted' then 'NTLMv2' else ntlm_version end as ntlm_version,
  finding,
  case finding
    when 'proven' then '4020-4033'
    when 'contradicted' then '4624 against 4020-4033'
    else '4624'
  end as basis,
  outcome
from (
  select *,
    case
      when account_kind = 'anonymous' then 'null_session'
      when version_basis = 'enhanced' and ntlm_version in ('LM', 'NTLMv1') then 'proven'
      when version_basis = 'enhanced' then 'contradicted'
      else 'suspected'
    end as finding
  from authentications
  where ntlm_version in ('LM', 'NTLMv1') or (logon_version in (1, 2) and (account_kind = 'anonymous' or version_basis = 'enhanced'))
) as a
union all
select
  null, e.time,
  case when u.sam <> '' then coalesce(u.domain, '') || chr(92) || u.sam end,
  h.host, null, 'NTLMv1', 'derived', cast(e.event_id as string), case when e.event_id = 4025 then 'blocked' else 'unconfirmed' end
from events as e
join sources as s on s.source = e.source
join host_names as h on h.name = e.computer
left join copies as c on c.id = s.source_no * 1099511627776 + e.byte_offset
left join user_names as u on u.user_name = coalesce(e.user_name, '') and u.user_domain = coalesce(e.user_domain, '')
where e.event_id in (4024, 4025) and c.id is null and coalesce(e.origin, 'live') = 'live'

-- What a blocking policy would have done with each authentication: refused it, let it pass, or nobody can tell.
-- unit: one row per authentication and policy
-- question: What would break if this were blocked, and by which setting?
-- order: auth_id, policy
-- builds on: auth_cases, policy_verdicts, asked_policies
-- columns:
-- auth_id: as in authentications: completed or unconfirmed, over the network; attempts too for outgoing and smb
-- policy: as asked, such as domain=3; together where several were asked for that do not contradict each other
-- verdict: refused, allowed or unknown
-- reason: the setting and why; for together that of the policy that decides
-- sure: yes; medium for null sessions and for loopback under incoming 1; weak for loopback under outgoing and smb
-- caveats: Without a choice every policy is answered by itself. Exceptions count only as far as they are given. An attempt of which nobody recorded the result is unknown, never refused. That a name would have had Kerberos changes nothing: what was recorded is what would be refused.
-- cannot see: What nobody recorded. Outgoing and smb without the client's log, the server behind a bare 4776, exceptions at the controller of another domain's account, a version that no record has.
with settings as (
  select policy,
    case kind
      when 'incoming' then 'RestrictReceivingNTLMTraffic'
      when 'outgoing' then 'RestrictSendingNTLMTraffic'
      when 'domain' then 'RestrictNTLMInDomain'
      when 'smb' then 'BlockNTLM'
      when 'v1sso' then 'BlockNtlmv1SSO'
      when 'lm' then 'LmCompatibilityLevel'
      else 'Protected Users'
    end as setting
  from asked_policies
)
select c.auth_id, v.policy,
  case v.code when 2 then 'refused' when 1 then 'unknown' else 'allowed' end as verdict,
  case when v.kind = 'together' then v.why else s.setting || ': ' || v.why end as reason,
  v.sure
from auth_cases as c
join policy_verdicts as v on v.case_no = c.case_no
left join settings as s on s.policy = v.policy

-- The audit levels that the context states for each computer; logs cannot tell them.
-- step of: readiness
-- unit: one row per computer
-- builds on: host_names, context_settings
-- columns:
-- host: the computer, also one that the context names and that wrote nothing
-- incoming, outgoing, domain_level: values of AuditReceivingNTLMTraffic, RestrictSendingNTLMTraffic and AuditNTLMInDomain; null where not stated
-- incoming_since, outgoing_since, domain_since: microseconds since 1970 from which each holds, null for always
-- states_domain: 1 where a row that names this computer states one of the domain values, which only controllers have
-- A row that names the computer goes before a pattern, a pattern before `*`; of equal ones the newest holds, then the lowest value.
with stated as (
  select lower(trim(host)) as pattern, lower(policy) as policy, trim(value) as value, unix_micros(since) as since
  from context_settings
  where lower(policy) in ('auditreceivingntlmtraffic', 'restrictsendingntlmtraffic', 'auditntlmindomain', 'restrictntlmindomain')
),
known as (
  select host, split_part(host, '.', 1) as short_name, max(case when is_computer then 1 else 0 end) as writes
  from host_names group by host
),
exact as (
  select k.host, s.policy, s.value, s.since from stated as s join known as k on k.host = s.pattern
  union
  select k.host, s.policy, s.value, s.since from stated as s join known as k on k.short_name = s.pattern and k.writes = 1
  union
  select s.pattern, s.policy, s.value, s.since
  from stated as s
  left join known as k on k.host = s.pattern or k.short_name = s.pattern
  where k.host is null and s.pattern not like '%*%'
),
patterns as (
  select pattern, policy, value, since, split_part(pattern, '*', 1) as head, split_part(pattern, '*', 2) as tail
  from stated where pattern like '%*%'
),
matched as (
  select host, policy, value, since, 2 as nearness from exact
  union all
  select k.host, p.policy, p.value, p.since, case when p.pattern = '*' then 0 else 1 end
  from patterns as p
  join known as k
    on (substr(k.host, 1, length(p.head)) = p.head and length(k.host) >= length(p.head) + length(p.tail)
        and substr(k.host, length(k.host) - length(p.tail) + 1) = p.tail)
      or (substr(k.short_name, 1, length(p.head)) = p.head and length(k.short_name) >= length(p.head) + length(p.tail)
        and substr(k.short_name, length(k.short_name) - length(p.tail) + 1) = p.tail)
  where k.writes = 1
),
ranked as (
  select *, row_number() over (partition by host, policy order by nearness desc, coalesce(since, -1) desc, value) as nth
  from matched
)
select
  host,
  max(case when policy = 'auditreceivingntlmtraffic' then value end) as incoming,
  max(case when policy = 'auditreceivingntlmtraffic' then since end) as incoming_since,
  max(case when policy = 'restrictsendingntlmtraffic' then value end) as outgoing,
  max(case when policy = 'restrictsendingntlmtraffic' then since end) as outgoing_since,
  max(case when policy = 'auditntlmindomain' then value end) as domain_level,
  max(case when policy = 'auditntlmindomain' then since end) as domain_since,
  max(case when nearness = 2 and policy in ('auditntlmindomain', 'restrictntlmindomain') and value <> '0' then 1 else 0 end) as states_domain
from ranked
where nth = 1
group by host

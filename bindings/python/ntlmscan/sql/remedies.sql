-- What to do about it: the fix for each server, program and cause, those first that end most.
-- unit: one row per server, program, cause and kind of it
-- question: Which fix ends most NTLM, who can do it, and how does one see that it worked?
-- order: accesses_removed desc, accesses desc, server, program, cause, sub_cause
-- builds on: causes, auth_accesses, remedy_texts, context_hosts
-- columns:
-- server, program, cause, sub_cause: as in causes
-- accesses_removed: accesses that end with it, because nothing else is in them; 0 where the fix only tells more
-- accesses: accesses it has a part in
-- authentications: how many it stands for
-- accounts, clients: how many different ones
-- recorded, by_rule, hints: authentications by the basis of their cause
-- last_time: of them
-- example: what is asked for, one of them
-- fix: in words
-- command: the command or policy; a name in capitals is to be filled in
-- owner_role: who can do it
-- owner: of the server, from the context
-- effort: small, medium or large
-- risk: what may go wrong
-- verify: a query whose answer is 0 once it worked; ask it of newer logs
-- caveats: Where the basis is a hint, look before you act. Names that hold anything but letters, digits and . _ - / : are not put into commands or queries.
-- cannot see: Authentications that no kept log recorded, and what a fix breaks beside them.
with parts as (
  select x.account, coalesce(x.client, '') as client, coalesce(x.server, '') as server, x.burst,
    coalesce(c.program, '') as program, c.cause, coalesce(c.sub_cause, '') as sub_cause,
    count(*) as authentications,
    sum(case when c.basis = 'recorded' then 1 else 0 end) as recorded,
    sum(case when c.basis = 'rule' then 1 else 0 end) as by_rule,
    sum(case when c.basis = 'hint' then 1 else 0 end) as hints,
    max(x.time) as last_time,
    min(c.asked_name) as asked_name
  from auth_accesses as x
  join causes as c on c.match_id = x.match_id
  group by 1, 2, 3, 4, 5, 6, 7
),
shared as (
  select account, client, server, burst, count(*) as parts from parts group by 1, 2, 3, 4
),
summed as (
  select p.server, p.program, p.cause, p.sub_cause,
    count(*) as accesses,
    sum(case when s.parts = 1 then 1 else 0 end) as alone,
    sum(p.authentications) as authentications,
    count(distinct p.account) as accounts, count(distinct nullif(p.client, '')) as clients,
    sum(p.recorded) as recorded, sum(p.by_rule) as by_rule, sum(p.hints) as hints,
    max(p.last_time) as last_time, min(p.asked_name) as example
  from parts as p
  join shared as s on s.account = p.account and s.client = p.client and s.server = p.server and s.burst = p.burst
  group by p.server, p.program, p.cause, p.sub_cause
),
owners as (
  select name, min(owner) as owner from (
    select lower(name) as name, owner from context_hosts where owner is not null
    union all
    select lower(alias), owner from context_hosts where owner is not null and alias is not null
  ) as o
  group by name
),
named as (
  select s.*,
    -- A name that begins like an option, or holds what a shell reads, stays out of commands.
    case when length(s.example) < 256 and translate(lower(substr(s.example, 1, 1)), 'abcdefghijklmnopqrstuvwxyz0123456789', '') = ''
      and translate(lower(s.example), 'abcdefghijklmnopqrstuvwxyz0123456789._-/:', '') = '' then s.example end as plain_name,
    case when s.server <> '' and s.server not like '-%' and translate(s.server, 'abcdefghijklmnopqrstuvwxyz0123456789._-', '') = '' then s.server end as plain_server,
    case when s.program <> '' and translate(s.program, 'abcdefghijklmnopqrstuvwxyz0123456789._- ', '') = '' then s.program end as plain_program
  from summed as s
)
select
  nullif(n.server, '') as server, nullif(n.program, '') as program, n.cause, nullif(n.sub_cause, '') as sub_cause,
  cast(case when t.ends = 1 then n.alone else 0 end as bigint) as accesses_removed,
  cast(n.accesses as bigint) as accesses,
  cast(n.authentications as bigint) as authentications,
  cast(n.accounts as bigint) as accounts, cast(n.clients as bigint) as clients,
  cast(n.recorded as bigint) as recorded, cast(n.by_rule as bigint) as by_rule, cast(n.hints as bigint) as hints,
  n.last_time, n.example, t.fix,
  replace(replace(replace(replace(t.command, '|', chr(92)),
    '{name}', coalesce(n.plain_name, 'NAME')),
    '{host}', coalesce(nullif(split_part(split_part(n.plain_name, '/', 2), ':', 1), ''), 'HOST-NAME')),
    '{server}', coalesce(upper(split_part(n.plain_server, '.', 1)), 'SERVER')) as command,
  t.owner_role, coalesce(o.owner, u.owner) as owner, t.effort, t.risk,
  'select count(*) as remaining from causes join authentications using (auth_id) where cause = ''' || n.cause || ''''
    || ' and outcome in (''completed'', ''unconfirmed'')'
    || case when n.server = '' then ' and server is null' when n.plain_server is not null then ' and server = ''' || n.plain_server || '''' else '' end
    || case when n.program = '' then ' and program is null' when n.plain_program is not null then ' and program = ''' || n.plain_program || '''' else '' end
    || case when n.sub_cause = '' then ' and sub_cause is null' else ' and sub_cause = ''' || n.sub_cause || '''' end as verify
from named as n
join (
  select k.cause, k.sub_cause, coalesce(x.fix, d.fix) as fix, coalesce(x.command, d.command) as command,
    coalesce(x.owner_role, d.owner_role) as owner_role, coalesce(x.effort, d.effort) as effort,
    coalesce(x.risk, d.risk) as risk, coalesce(x.ends, d.ends) as ends
  from (select distinct cause, sub_cause from summed) as k
  join remedy_texts as d on d.cause = k.cause and d.sub_cause = ''
  left join remedy_texts as x on x.cause = k.cause and x.sub_cause = k.sub_cause
) as t on t.cause = n.cause and t.sub_cause = n.sub_cause
left join owners as o on o.name = n.server
left join owners as u on u.name = split_part(n.server, '.', 1)

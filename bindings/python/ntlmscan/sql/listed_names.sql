-- Which entries of exception lists cover which names: of the lists that are asked about, and of the user's register.
-- step of: simulate
-- unit: one row per list, origin, name and entry that covers it
-- builds on: auth_cases, targets, asked_exceptions, context_exceptions
-- columns:
-- kind: outgoing, domain or smb: whose list it is
-- name: target for outgoing and smb, server for domain, as in auth_cases
-- form: the shortest entry that covers the name alone
-- origin: asked, registered, or own for the form itself
-- entry: as written
-- caveats: Outgoing compares what the caller asked for, whole or its host; smb its host; domain the NetBIOS name of the server. Case does not count; one asterisk stands for anything.
with target_hosts as (
  select lower(target_name) as target, min(target_host) as target_host from targets group by 1
),
cases as (
  select distinct server, target from auth_cases
),
own_forms as (
  select distinct 'outgoing' as kind, c.target as name, t.target_host as form
  from cases as c join target_hosts as t on t.target = c.target
  union all
  select distinct 'smb', c.target, t.target_host from cases as c join target_hosts as t on t.target = c.target
  union all
  select distinct 'domain', server, substr(split_part(server, '.', 1), 1, 15) from cases where server <> ''
),
forms as (
  select kind, name, form, form as own from own_forms
  union
  select kind, name, name, form from own_forms where kind = 'outgoing'
),
written as (
  select distinct 'asked' as origin, kind, entry from asked_exceptions
  union all
  select distinct 'registered',
    case lower(policy)
      when 'clientallowedntlmservers' then 'outgoing'
      when 'dcallowedntlmservers' then 'domain'
      else 'smb'
    end,
    entry
  from context_exceptions
  where lower(policy) in ('clientallowedntlmservers', 'dcallowedntlmservers', 'blockntlmserverexceptionlist')
),
entries as (
  select *, lower(entry) as pattern, lower(split_part(entry, '*', 1)) as head,
    lower(substr(entry, length(split_part(entry, '*', 1)) + 2)) as tail,
    entry like '%*%' as starred
  from written
),
covered as (
  select f.kind, f.name, f.own, e.origin, e.entry
  from forms as f join entries as e on e.kind = f.kind and e.pattern = f.form
  where not e.starred
  union
  select f.kind, f.name, f.own, e.origin, e.entry
  from forms as f join entries as e on e.kind = f.kind
  where e.starred and length(f.form) >= length(e.head) + length(e.tail)
    and substr(f.form, 1, length(e.head)) = e.head
    and substr(f.form, length(f.form) - length(e.tail) + 1) = e.tail
)
select kind, name, own as form, origin, entry from covered
union all
select kind, name, form, 'own', case when kind = 'domain' then upper(form) else form end from own_forms

-- Which names stand on the exception lists that are asked about, and by which entry.
-- step of: simulate
-- unit: one row per list and name that an entry covers
-- builds on: auth_cases, targets, asked_exceptions
-- columns:
-- kind: outgoing, domain or smb: whose list it is
-- name: target for outgoing and smb, server for domain, as in auth_cases
-- entry: the entry that covers it; of several the first by name
-- caveats: Outgoing compares what the caller asked for, whole or its host; smb its host; domain the NetBIOS name of the server. Case does not count; one asterisk stands for anything.
with target_hosts as (
  select lower(target_name) as target, min(target_host) as target_host from targets group by 1
),
cases as (
  select distinct server, target from auth_cases
),
forms as (
  select distinct 'outgoing' as kind, target as name, target as form from cases where target <> ''
  union
  select 'outgoing', c.target, t.target_host from cases as c join target_hosts as t on t.target = c.target
  union
  select 'smb', c.target, t.target_host from cases as c join target_hosts as t on t.target = c.target
  union
  select 'domain', server, substr(split_part(server, '.', 1), 1, 15) from cases where server <> ''
),
entries as (
  select distinct kind, entry, lower(entry) as pattern,
    lower(split_part(entry, '*', 1)) as head,
    lower(substr(entry, length(split_part(entry, '*', 1)) + 2)) as tail,
    entry like '%*%' as starred
  from asked_exceptions
),
covered as (
  select f.kind, f.name, e.entry
  from forms as f join entries as e on e.kind = f.kind and e.pattern = f.form
  where not e.starred
  union all
  select f.kind, f.name, e.entry
  from forms as f join entries as e on e.kind = f.kind
  where e.starred and length(f.form) >= length(e.head) + length(e.tail)
    and substr(f.form, 1, length(e.head)) = e.head
    and substr(f.form, length(f.form) - length(e.tail) + 1) = e.tail
)
select kind, name, min(entry) as entry from covered group by kind, name

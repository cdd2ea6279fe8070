-- Before and after: which use of NTLM is new, gone, grown or shrunk, for each hour in which the logs would have shown it.
-- unit: one row per account, client and server that either side saw
-- question: What did the change do, and is a fall a fall or a gap in the logs?
-- order: change, accesses_apart desc, account, client, server
-- builds on: old_edges, new_edges, old_cover, new_cover
-- parameters:
-- factor double = 1.25
-- columns:
-- change: new, gone, grown, shrunk, same, or not_comparable where one side's logs could not have shown it
-- account, client, server: as in accesses; a short name is a host where only one of that name is known on either side
-- old_accesses, new_accesses: bursts, as in accesses; 0 where that side saw none
-- old_per_day, new_per_day: accesses for each 24 hours covered by the vantage; null where nothing is covered
-- accesses_apart: how many accesses more or fewer the new side has than the old rate gives for its hours, without sign
-- vantage: whose covered hours count: the server, else the client, else the domain controllers together where they are as many; the first that both sides cover
-- old_hours, new_hours: covered there
-- old_dcs, new_dcs: controllers of the account's domain whose logs are there
-- old_authentications, new_authentications: what the accesses fold
-- first_time, last_time: over both sides
-- caveats: Grown and shrunk mean that the rates differ by the factor asked for (1.25). Fewer accesses after a block can mean that clients gave up: look at blocked too.
-- cannot see: Use that happens in one of the periods only for its season; take periods of one business cycle each.
with spelled as (
  select account, client, server from old_edges union select account, client, server from new_edges
),
full_names as (
  select split_part(name, '.', 1) as short_name, min(name) as full_name
  from (select client as name from spelled union select server from spelled) as n
  where name like '%.%' and translate(name, '0123456789.', '') <> '' and name not like '%:%'
  group by 1 having count(distinct name) = 1
),
sides as (
  select 1 as side, e.account, coalesce(c.full_name, e.client, '') as client, coalesce(s.full_name, e.server, '') as server, e.domain, e.accesses, e.authentications, e.first_time, e.last_time
  from old_edges as e
  left join full_names as c on c.short_name = e.client
  left join full_names as s on s.short_name = e.server
  union all
  select 2, e.account, coalesce(c.full_name, e.client, ''), coalesce(s.full_name, e.server, ''), e.domain, e.accesses, e.authentications, e.first_time, e.last_time
  from new_edges as e
  left join full_names as c on c.short_name = e.client
  left join full_names as s on s.short_name = e.server
),
both_sides as (
  select account, client, server, min(domain) as domain,
    sum(case when side = 1 then accesses else 0 end) as old_accesses, sum(case when side = 2 then accesses else 0 end) as new_accesses,
    sum(case when side = 1 then authentications else 0 end) as old_authentications, sum(case when side = 2 then authentications else 0 end) as new_authentications,
    min(first_time) as first_time, max(last_time) as last_time
  from sides group by account, client, server
),
covered as (
  select coalesce(o.vantage, n.vantage) as vantage, coalesce(o.subject, n.subject) as subject,
    coalesce(o.hours, 0) as old_hours, coalesce(n.hours, 0) as new_hours, coalesce(o.machines, 0) as old_machines, coalesce(n.machines, 0) as new_machines
  from old_cover as o full outer join new_cover as n on n.vantage = o.vantage and n.subject = o.subject
),
viewed as (
  select b.*,
    case
      when s.old_hours > 0 and s.new_hours > 0 then 'server'
      when c.old_hours > 0 and c.new_hours > 0 then 'client'
      when d.old_hours > 0 and d.new_hours > 0 and d.old_machines = d.new_machines then 'dc'
    end as vantage,
    coalesce(s.old_hours, 0) as s_old, coalesce(s.new_hours, 0) as s_new, coalesce(c.old_hours, 0) as c_old, coalesce(c.new_hours, 0) as c_new,
    coalesce(d.old_hours, 0) as d_old, coalesce(d.new_hours, 0) as d_new,
    coalesce(d.old_machines, 0) as old_dcs, coalesce(d.new_machines, 0) as new_dcs
  from both_sides as b
  left join covered as s on s.vantage = 'server' and s.subject = b.server
  left join covered as c on c.vantage = 'client' and c.subject = b.client
  left join covered as d on d.vantage = 'dc' and d.subject = b.domain
),
timed as (
  select *,
    case vantage when 'server' then s_old when 'client' then c_old when 'dc' then d_old else greatest(s_old, c_old, d_old) end as old_hours,
    case vantage when 'server' then s_new when 'client' then c_new when 'dc' then d_new else greatest(s_new, c_new, d_new) end as new_hours
  from viewed
),
rated as (
  select t.*, p.factor,
    case when old_hours > 0 then cast(old_accesses as double) * 24 / old_hours end as old_per_day,
    case when new_hours > 0 then cast(new_accesses as double) * 24 / new_hours end as new_per_day
  from timed as t cross join compare_parameters as p
)
select
  case
    when vantage is null then 'not_comparable'
    when old_accesses = 0 then 'new'
    when new_accesses = 0 then 'gone'
    when new_per_day >= old_per_day * factor then 'grown'
    when new_per_day * factor <= old_per_day then 'shrunk'
    else 'same'
  end as change,
  account,
  case when client <> '' then client end as client,
  case when server <> '' then server end as server,
  cast(old_accesses as bigint) as old_accesses,
  cast(new_accesses as bigint) as new_accesses,
  old_per_day, new_per_day,
  case when vantage is not null then abs(new_accesses - old_per_day * new_hours / 24) end as accesses_apart,
  vantage,
  cast(old_hours as bigint) as old_hours,
  cast(new_hours as bigint) as new_hours,
  cast(old_dcs as bigint) as old_dcs,
  cast(new_dcs as bigint) as new_dcs,
  cast(old_authentications as bigint) as old_authentications,
  cast(new_authentications as bigint) as new_authentications,
  first_time, last_time
from rated

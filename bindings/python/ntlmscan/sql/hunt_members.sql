-- Which authentications make each finding of the hunt.
-- step of: hunt
-- unit: one row per detector, finding and authentication
-- builds on: events, authentications, hosts, host_names, user_names, addresses, ntlmv1, causes, context_hosts, context_scanners
-- parameters:
-- fan_out_servers bigint = 10
-- spray_accounts bigint = 10
-- guesses bigint = 20
-- columns:
-- detector: as in hunt
-- finding: what is one finding of that detector
-- match_id: the authentication
-- t, account, client, client_address, server: of it
-- detail: what made it a finding, in words
with listed as (
  select distinct lower(name) as name from context_scanners
),
host_of_address as (
  select a.address, min(h.host) as host, max(case when h.is_computer then 1 else 0 end) as writes
  from addresses as a join host_names as h on h.host_no = a.host_no group by a.address
),
-- Addresses by what a machine says of itself or is found at, not by the names that clients claim.
own_addresses as (
  select short_name, address from (
    select lower(split_part(server_name, '.', 1)) as short_name, server_address as address
    from events where event_id in (4020, 4021, 4032, 4033) and server_name is not null and server_address is not null group by 1, 2
    union
    select lower(split_part(split_part(user_name, '@', 1), '$', 1)), client_address
    from events where event_group = 'kerberos' and user_name like '%$%' and client_address is not null and outcome = 'allowed' group by 1, 2
    union
    select lower(split_part(name, '.', 1)), address from context_hosts where address is not null
  ) as o
),
addressed as (
  select short_name, count(*) as addresses from own_addresses group by short_name
),
machines as (
  select host, split_part(host, '.', 1) as short_name from host_names where is_machine group by host
),
machine_accounts as (
  select distinct replace(sam, '$', '') as short_name from user_names where sam like '%$'
),
base as (
  select a.*, unix_micros(a.time) as t, split_part(a.account, chr(92), 2) as sam, case when a.client_known then a.client else coalesce(a.client_address, a.client) end as origin,
    b.host as address_host, b.writes as address_writes
  from authentications as a
  left join host_of_address as b on b.address = a.client_address
  left join listed as l on l.name = a.client or l.name = split_part(a.client, '.', 1) or l.name = a.client_address
  where l.name is null
),
network as (
  select * from base
  where outcome in ('completed', 'failed', 'unconfirmed') and coalesce(logon_type, 3) not in (2, 7, 10, 11) and not loopback and account is not null
),
names_at_address as (
  select client_address, min(short_name) as first_name, max(short_name) as last_name
  from (select client_address, split_part(client, '.', 1) as short_name from network where client is not null and client_address is not null and client not like '%:%') as n
  group by client_address having min(short_name) <> max(short_name)
),
fans as (
  select origin, t - t % 3600000000 as hour
  from network cross join hunt_members_parameters as p
  where origin is not null and server is not null
  group by origin, t - t % 3600000000, p.fan_out_servers
  having count(distinct server) >= p.fan_out_servers
),
sprays as (
  select origin, t - t % 3600000000 as hour
  from network cross join hunt_members_parameters as p
  where origin is not null and outcome = 'failed'
  group by origin, t - t % 3600000000, p.spray_accounts
  having count(distinct account) >= p.spray_accounts
),
guesses as (
  select g.origin, g.account, min(g.first_t) as first_t, max(case when n.outcome = 'completed' then 1 else 0 end) as let_in
  from (
    select origin, account, min(t) as first_t
    from network cross join hunt_members_parameters as p
    where origin is not null and outcome = 'failed'
    group by origin, account, t - t % 3600000000, p.guesses
    having count(*) >= p.guesses
  ) as g
  join network as n on n.origin = g.origin and n.account = g.account and n.t > g.first_t
  group by g.origin, g.account
),
-- People sit down at it, and hardly anybody reaches it over the network.
desks as (
  select d.host from (
    select h.host
    from events as e join host_names as h on h.name = e.computer
    where e.event_id = 4624 and e.logon_type in (2, 7, 11) and e.user_sid like 'S-1-5-21-%' and e.user_name not like '%$'
    group by h.host
  ) as d
  join hosts as h on h.host = d.host and h.role <> 'dc' and h.role_evidence <> 'context'
  left join (select server, count(distinct client) as clients from network where outcome <> 'failed' group by server) as n on n.server = d.host
  where coalesce(n.clients, 0) < 5
  union
  select host from hosts where role = 'client'
  union
  select n.host from context_hosts as c join host_names as n on n.name = c.name where lower(c.role) = 'client'
),
rights as (
  select distinct h.host, u.sam
  from (select computer, user_name, coalesce(user_domain, '') as user_domain from events where event_id = 4672 and user_name is not null group by 1, 2, 3) as e
  join host_names as h on h.name = e.computer
  join user_names as u on u.user_name = e.user_name and u.user_domain = e.user_domain
  where u.sam not like '%$'
),
calls as (
  select client_process, count(distinct client) as clients,
    max(case when path like '%/%' and path not like '%:/windows/%' and path not like '%:/program files%' then 1 else 0 end) as strange_folder
  from (select client_process, client, lower(replace(client_process, chr(92), '/')) as path from base where client_process is not null) as b
  group by client_process
),
callers as (
  select count(distinct client) as clients from base where seen_client
),
outgoing as (
  select client, server, match_id, t, t - t % 60000000 as bucket, target_name,
    lower(split_part(split_part(split_part(target_name, '/', 2), '@', 1), ':', 1)) as asked
  from base
  where seen_client and account_kind = 'machine' and sam = split_part(client, '.', 1) || '$' and target_name is not null
),
incoming as (
  select server, client, client_address, account, match_id, t, t - t % 60000000 + d.step as bucket
  from base cross join (values (0), (60000000)) as d(step)
  where account_kind in ('user', 'local', 'anonymous') and server is not null and (client is not null or client_address is not null)
    and outcome in ('completed', 'unconfirmed', 'failed') and not loopback
),
coerced as (
  select i.match_id as in_id, o.match_id as out_id, i.t as in_t, o.t as out_t, i.account, i.client, i.client_address, i.server, o.target_name
  from incoming as i
  join outgoing as o on o.client = i.server and o.bucket = i.bucket and o.t > i.t and o.t - i.t <= 60000000
    and (o.asked = i.client_address or o.asked = i.client or o.asked = split_part(i.client, '.', 1) or (o.server = i.client))
)
select 'impossible_name' as detector, coalesce(client_address, case when length(client) > 15 then 'long names' else lower(client) end) as finding, match_id, t, account, client, client_address, server,
  'no computer is called that: ' || case
    when lower(client) in ('workstation', 'localhost', 'go-ntlmssp', 'null') then 'tools write this name'
    when client not like '%.%' and length(client) > 15 then 'more than 15 characters'
    else 'signs that no name may have' end as detail
from network
where not client_known and client is not null
  and (lower(client) in ('workstation', 'localhost', 'go-ntlmssp', 'null') or (client not like '%.%' and client not like '%:%' and length(client) > 15)
    or translate(client, chr(92) || '/*?"<>|=+;, ', '') <> client)
union all
select 'name_not_of_address', client || ' ' || client_address, match_id, t, account, client, client_address, server,
  'the address belongs to ' || address_host
from network
where not client_known and client is not null and address_host is not null and address_writes = 1 and split_part(address_host, '.', 1) <> split_part(client, '.', 1)
union all
select 'unknown_name', b.client, b.match_id, b.t, b.account, b.client, b.client_address, b.server, 'no machine and no computer account of that name is known here'
from network as b
left join machines as m on m.short_name = split_part(b.client, '.', 1)
left join machine_accounts as c on c.short_name = split_part(b.client, '.', 1)
where b.outcome = 'completed' and not b.client_known and b.client is not null and m.host is null and c.short_name is null
union all
select 'fan_out', b.origin || ' ' || cast(f.hour as string), b.match_id, b.t, b.account, b.client, b.client_address, b.server, 'many servers within the hour'
from network as b join fans as f on f.origin = b.origin and f.hour = b.t - b.t % 3600000000
union all
select 'spray', b.origin || ' ' || cast(s.hour as string), b.match_id, b.t, b.account, b.client, b.client_address, b.server, 'many accounts refused within the hour'
from network as b join sprays as s on s.origin = b.origin and s.hour = b.t - b.t % 3600000000
where b.outcome = 'failed'
union all
select case when g.let_in = 1 then 'guessed' else 'guessing' end, g.origin || ' ' || g.account, b.match_id, b.t, b.account, b.client, b.client_address, b.server,
  case when g.let_in = 1 then 'refused many times within the hour, then let in' else 'refused many times within the hour' end
from network as b join guesses as g on g.origin = b.origin and g.account = b.account and b.t >= g.first_t
union all
select 'machine_account_elsewhere', b.account || ' ' || coalesce(b.client_address, b.client), b.match_id, b.t, b.account, b.client, b.client_address, b.server,
  case when o.address is null and d.addresses > 0 and b.client_address is not null then 'the machine has other addresses'
    when b.address_host is not null and split_part(b.address_host, '.', 1) || '$' <> b.sam then 'the address belongs to ' || b.address_host
    when n.client_address is not null then 'another client at this address calls itself ' || case when n.first_name || '$' = b.sam then n.last_name else n.first_name end
    else 'the client calls itself ' || b.client end
from network as b
left join names_at_address as n on n.client_address = b.client_address
left join addressed as d on d.short_name || '$' = b.sam
left join own_addresses as o on o.short_name || '$' = b.sam and o.address = b.client_address
where b.account_kind = 'machine' and b.outcome <> 'failed' and o.address is null
  and (n.client_address is not null
    or (b.client_address is not null and d.addresses > 0 and b.client_address not like 'fe80%' and b.client_address not like '127.%' and b.client_address <> '::1')
    or (b.address_host is not null and split_part(b.address_host, '.', 1) || '$' <> b.sam)
    or (b.address_host is null and b.client is not null and b.client not like '%:%' and split_part(b.client, '.', 1) || '$' <> b.sam))
union all
select 'admin_to_workstation', b.account || ' ' || b.server, b.match_id, b.t, b.account, b.client, b.client_address, b.server, 'the account has administrator rights there (4672)'
from network as b
join desks as d on d.host = b.server
join rights as r on r.host = b.server and r.sam = b.sam
where b.outcome = 'completed' and b.account_kind in ('user', 'local')
union all
select 'coercion', server || ' ' || coalesce(client_address, client), in_id, in_t, account, client, client_address, server,
  'then the server spoke with its own account to ' || target_name
from coerced
union all
select 'coercion', server || ' ' || coalesce(client_address, client), out_id, out_t, account, client, client_address, server,
  'then the server spoke with its own account to ' || target_name
from coerced
union all
select 'direct_call', b.client || ' ' || b.client_process, b.match_id, b.t, b.account, b.client, b.client_address, b.server,
  case when k.strange_folder = 1 then 'run from an unusual folder' else 'no other machine runs it' end
from base as b
join causes as c on c.auth_id = b.auth_id and c.sub_cause = 'called directly'
join calls as k on k.client_process = b.client_process
cross join callers as w
where b.client is not null and b.client_process <> 'SYSTEM'
  and (k.strange_folder = 1 or (k.clients = 1 and w.clients >= 10))
union all
select 'ntlmv1', b.account || ' ' || coalesce(b.client, b.client_address, '') || ' ' || coalesce(b.server, ''), b.match_id, b.t, b.account, b.client, b.client_address, b.server,
  v.finding || ' by ' || v.basis
from ntlmv1 as v
join base as b on b.auth_id = v.auth_id
where v.finding in ('proven', 'suspected') and b.account_kind <> 'anonymous'

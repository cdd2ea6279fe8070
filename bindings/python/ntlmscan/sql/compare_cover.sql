-- One side of a comparison: how many hours each machine would have shown an access.
-- step of: compare
-- unit: one row per vantage and machine or domain
-- builds on: host_coverage, hosts
-- columns:
-- vantage: server, client or dc
-- subject: the host; of dc the NetBIOS domain
-- hours: covered by a log that records NTLM there and has such records; of dc summed over its controllers
-- machines: of dc how many controllers
select 'server' as vantage, computer as subject, cast(max(hours_covered) as bigint) as hours, cast(1 as bigint) as machines
from host_coverage where family in ('incoming', 'logon') and records > 0
group by computer
union all
select 'client', computer, cast(max(hours_covered) as bigint), cast(1 as bigint)
from host_coverage where family in ('outgoing', 'enhanced') and records > 0
group by computer
union all
select 'dc', d.domain, cast(sum(d.hours) as bigint), cast(count(*) as bigint)
from (
  select h.domain, h.host, max(c.hours_covered) as hours
  from host_coverage as c join hosts as h on h.host = c.computer
  where h.role = 'dc' and h.domain is not null and c.family in ('domain', 'validation') and c.records > 0
  group by h.domain, h.host
) as d
group by d.domain

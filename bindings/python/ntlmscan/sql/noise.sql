-- What is set apart from the use of NTLM, how much of it there is, and why.
-- unit: one row per class and machine
-- question: What do the headline numbers leave out?
-- order: class, count desc, machine
-- builds on: authentications, copies, sources, context_scanners
-- columns:
-- class: loopback, handshake_only, null_session, scanner, credential_blob, attempt_only, failed, interactive or duplicate
-- machine: where it comes from: the client of a scanner, else the server, else the client; the source for duplicates
-- count: authentications, or records for duplicates
-- accounts, servers: how many different ones
-- first_time, last_time: of them
-- why: the reason in words
-- caveats: A scanner is a source that failed at 20 servers or more within an hour, at least four times in five; or one that the context names.
-- cannot see: A scanner that succeeds everywhere; it looks like a service, and is one until somebody says otherwise.
with listed as (
  select distinct lower(name) as name from context_scanners
),
based as (
  select a.*, unix_micros(a.time) - unix_micros(a.time) % 3600000000 as hour,
    coalesce(a.client, a.client_address) as origin
  from authentications as a
),
probing as (
  select origin from (
    select origin, hour, count(distinct server) as servers, count(*) as n,
      sum(case when outcome = 'failed' then 1 else 0 end) as failures
    from based where origin is not null and server is not null
    group by origin, hour
  ) as p
  where servers >= 20 and failures * 5 >= n * 4
  group by origin
),
classed as (
  select b.*,
    case
      when p.origin is not null or l.name is not null then 'scanner'
      when b.account_kind = 'anonymous' then 'null_session'
      when b.account_kind = 'credential_blob' then 'credential_blob'
      when b.loopback and coalesce(b.logon_type, 3) not in (2, 7, 10, 11) then 'loopback'
      when b.logon_type in (2, 7, 10, 11) then 'interactive'
      when b.outcome in ('handshake_only', 'attempt_only', 'failed') then b.outcome
    end as class
  from based as b
  left join probing as p on p.origin = b.origin
  left join listed as l on l.name = b.origin or l.name = split_part(b.origin, '.', 1) or l.name = b.client_address
)
select
  class,
  case when class = 'scanner' then origin when class = 'attempt_only' then client else coalesce(server, client) end as machine,
  count(*) as count,
  count(distinct account) as accounts,
  count(distinct server) as servers,
  min(time) as first_time,
  max(time) as last_time,
  max(case class
    when 'loopback' then 'client and server are one machine: no network use'
    when 'handshake_only' then '8002 without an authentication: given up, local or anonymous; names nobody'
    when 'null_session' then 'no account and no key material; its NTLM V1 means nothing'
    when 'scanner' then 'probes that prove no need'
    when 'credential_blob' then 'a marshalled credential, mostly a scheduled task under a local account'
    when 'attempt_only' then 'the client began, nobody saw it arrive: Kerberos may have won'
    when 'failed' then 'a failure is no dependency'
    else 'logon at the machine itself'
  end) as why
from classed
where class is not null
group by class, case when class = 'scanner' then origin when class = 'attempt_only' then client else coalesce(server, client) end
union all
select 'duplicate', s.source, count(*), 0, 0, null, null, 'the same record stands in another source, or came by forwarding'
from copies as c join sources as s on s.source_no = (c.id - c.id % 1099511627776) / 1099511627776
group by s.source

-- Shapes of NTLM that a responder wants to see: each explained, each with what it does not prove.
-- unit: one row per finding
-- question: Where does NTLM look like an intruder rather than like a habit?
-- order: weight desc, detector, first_time, finding_id
-- builds on: hunt_members, events, sources, host_names, user_names
-- columns:
-- finding_id: leads to the records in hunt_rows
-- detector: impossible_name, name_not_of_address, unknown_name, fan_out, spray, guessed, guessing, machine_account_elsewhere, admin_to_workstation, coercion, direct_call, self_talk or ntlmv1
-- weight: 3 look at once, 2 look, 1 a hint among others
-- first_time, last_time: of its authentications
-- account, client, client_address, server: where it has one, else the first and how many more
-- accounts, clients, servers, authentications: how many
-- detail: what made it a finding
-- explanation: why this is worth a look
-- innocent: what harmless thing looks the same
-- next_step: what to look at next
-- source, byte_offset: its first record; hunt_rows has all
-- caveats: A finding is a reason to look, no verdict. Names of clients are claims. Sources that the context names as scanners are left out.
-- cannot see: What no kept log recorded; an intruder who uses a known name from its own address.
with self_talk as (
  select s.source_no * 1099511627776 + e.byte_offset as id, unix_micros(e.time) as t, e.computer, h.host, e.process_name,
    case when u.sam <> '' then coalesce(u.domain, '') || chr(92) || u.sam end as account
  from events as e
  join sources as s on s.source = e.source
  join host_names as h on h.name = e.computer
  left join user_names as u on u.user_name = coalesce(e.user_name, '') and u.user_domain = coalesce(e.user_domain, '')
  where e.event_id in (4020, 4021) and e.usage_id = 1 and e.target_name is null and lower(coalesce(e.session_key, '')) = 'missing'
    and e.time is not null and coalesce(e.origin, 'live') = 'live' and not coalesce(e.duplicate, false)
),
members as (
  select detector, finding, match_id as id, t, account, client, client_address, server, detail from hunt_members
  union all
  select 'self_talk', computer || ' ' || coalesce(process_name, ''), id, t, account, host, null, null,
    'called directly, no target, no session key' || coalesce(': ' || process_name, '')
  from self_talk
),
findings as (
  select detector, finding, min(t) as first_t, max(t) as last_t, min(id) as id,
    min(account) as account, min(client) as client, min(client_address) as client_address, min(server) as server,
    count(distinct account) as accounts, count(distinct client) as clients, count(distinct client_address) as addresses, count(distinct server) as servers,
    count(distinct id) as authentications, min(detail) as detail
  from members group by detector, finding
),
words as (
  select * from (values
    ('coercion', 3, 'Somebody came in, and within a minute the machine spoke with its own account to where that came from: the shape of a forced authentication.',
      'backup, monitoring and management that call back to who asked', 'the 4624 of that machine account elsewhere, from an address that is not its own'),
    ('machine_account_elsewhere', 3, 'A computer account logged on from where its computer is not: the shape of a relayed authentication.',
      'a renamed machine, a cluster name, address translation, an address that changed hands', 'the machine at that address, and what that session did (4624, 5140)'),
    ('self_talk', 3, 'A program asked for NTLM itself, named no target and exchanged no session key: the shape of a program that takes its own response to crack it.',
      'a test program; old inventory agents', 'the program, who started it, and whether its file is known'),
    ('guessed', 3, 'One source was refused for one account again and again, and was let in afterwards.',
      'somebody who forgot a password and remembered it; a service whose password was mended', 'that session at the server, and what the account did next'),
    ('guessing', 2, 'One source was refused for one account again and again within an hour.',
      'a phone or a service with an old password', 'the source, and whether the account is locked out'),
    ('spray', 2, 'One source was refused for many accounts within an hour: the shape of guessing passwords.',
      'a terminal server or proxy after a password change; a broken service with many accounts', 'whether one of these accounts succeeded from there afterwards'),
    ('fan_out', 2, 'One source reached many servers within an hour: the shape of looking around or spreading.',
      'monitoring, vulnerability scanners, software distribution: name them in scanners.csv', 'the accounts, and whether the source does the same every day'),
    ('direct_call', 2, 'A program that is rare here asked for NTLM itself instead of letting the system negotiate.',
      'line-of-business software of one department', 'the program and its vendor; ask for Negotiate'),
    ('admin_to_workstation', 2, 'An account with administrator rights reached a workstation by NTLM over the network: how stolen hashes travel.',
      'help desk tools that use addresses or local accounts', 'who uses the account, from where, and what the session did'),
    ('name_not_of_address', 2, 'The client claimed one name and came from the address of another machine.',
      'a reused address, a proxy or gateway in front', 'the machine that has the address'),
    ('impossible_name', 2, 'The client claimed a name that no Windows computer has: tools invent such names.',
      'appliances and libraries with a fixed name', 'the address, and which accounts it used'),
    ('ntlmv1', 2, 'A real account authenticated by NTLMv1 or LM, whose responses are soon broken.',
      'copiers and old devices; a 4624 that says V1 by mistake', 'the client, and its LAN Manager authentication level'),
    ('unknown_name', 1, 'The client claimed the name of a machine that nothing else here knows.',
      'machines outside the domain, devices, a collection without the clients', 'the address and the owner of the account')
  ) as w(detector, weight, explanation, innocent, next_step)
)
select
  cast(row_number() over (order by f.detector, f.finding) as bigint) as finding_id,
  f.detector, w.weight,
  timestamp_micros(f.first_t) as first_time,
  timestamp_micros(f.last_t) as last_time,
  f.account || case when f.accounts > 1 then ' and ' || cast(f.accounts - 1 as string) || ' more' else '' end as account,
  f.client || case when f.clients > 1 then ' and ' || cast(f.clients - 1 as string) || ' more' else '' end as client,
  f.client_address || case when f.addresses > 1 then ' and ' || cast(f.addresses - 1 as string) || ' more' else '' end as client_address,
  f.server || case when f.servers > 1 then ' and ' || cast(f.servers - 1 as string) || ' more' else '' end as server,
  f.accounts, f.clients, f.servers,
  cast(f.authentications as bigint) as authentications,
  f.detail, w.explanation, w.innocent, w.next_step,
  s.source,
  f.id % 1099511627776 as byte_offset,
  f.finding
from findings as f
join words as w on w.detector = f.detector
join sources as s on s.source_no = (f.id - f.id % 1099511627776) / 1099511627776

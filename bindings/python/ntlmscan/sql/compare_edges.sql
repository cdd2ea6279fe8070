-- One side of a comparison: who accesses what from where, how often.
-- step of: compare
-- unit: one row per account, client and server
-- builds on: accesses
-- columns:
-- account, client, server: as in accesses
-- domain: of the account
-- accesses, authentications: how many
-- first_time, last_time: of them
select
  account, client, server, split_part(account, chr(92), 1) as domain,
  cast(count(*) as bigint) as accesses,
  cast(sum(authentications) as bigint) as authentications,
  min(first_time) as first_time,
  max(last_time) as last_time
from accesses
group by account, client, server

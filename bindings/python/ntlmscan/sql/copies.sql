-- Records that are copies of another row: forwarded beside the original, or the same log read twice.
-- step of: kept
-- unit: one row per superfluous record
-- builds on: events, sources
-- columns:
-- id: source number * 2^40 + byte_offset
-- caveats: Only logs that stand in two sources, or came by forwarding, are looked at.
with doubled as (
  select computer, channel
  from events
  where coalesce(origin, 'live') = 'live'
  group by computer, channel
  having min(source) <> max(source) or max(case when forwarded then 1 else 0 end) = 1
),
candidates as (
  select e.computer, e.channel, e.record_id, e.filetime, e.event_id,
    s.source_no * 1099511627776 + e.byte_offset as id,
    case when e.forwarded then 1 else 0 end as forwarded
  from events as e
  join doubled as d on d.computer = e.computer and d.channel = e.channel
  join sources as s on s.source = e.source
  where coalesce(e.origin, 'live') = 'live'
),
ranked as (
  select id, row_number() over (
    partition by computer, channel, record_id, filetime, event_id order by forwarded, id) as nth
  from candidates
)
select id from ranked where nth > 1

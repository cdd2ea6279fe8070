-- Computers that check passwords of accounts at work elsewhere, as only a domain controller does.
-- step of: hosts
-- unit: one row per such computer
-- builds on: events, host_names
-- columns:
-- host: as in hosts
-- caveats: A computer with local accounts at work, or with an 8003, is a member. A refused check counts where the account did not log on there itself and another server calls it an account of a domain.
with checked as (
  select computer, lower(split_part(user_name, '@', 1)) as sam, max(case when outcome = 'allowed' then 1 else 0 end) as allowed
  from events where event_id = 4776 and user_name is not null group by 1, 2
),
at_work as (
  select computer, lower(user_name) as sam,
    max(case when event_id in (8003, 4003) or (event_id = 4624 and event_group = 'ntlm') then 1 else 0 end) as let_in,
    max(case when event_id <> 4625 and event_group = 'ntlm' and upper(user_domain) <> upper(split_part(computer, '.', 1)) then 1 else 0 end) as of_domain,
    max(case when event_id in (4624, 4625) then 1 else 0 end) as logged_on,
    max(case when event_id in (8003, 4003) or (event_id = 4624 and upper(user_domain) = upper(split_part(computer, '.', 1))) then 1 else 0 end) as member
  from events
  where event_id in (8003, 4003, 4624, 4625) and user_name is not null group by 1, 2
),
members as (
  select distinct computer from at_work where member = 1
),
elsewhere as (
  select c.computer, c.sam, c.allowed, max(l.of_domain) as of_domain
  from checked as c
  join at_work as l on l.sam = c.sam and l.computer <> c.computer and l.let_in = 1
  left join at_work as o on o.sam = c.sam and o.computer = c.computer and o.logged_on = 1
  left join members as m on m.computer = c.computer
  where m.computer is null and (c.allowed = 1 or o.computer is null)
  group by c.computer, c.sam, c.allowed
)
select h.host
from (
  select computer from elsewhere group by computer having sum(allowed) >= 2 or max(of_domain) = 1
) as e
join host_names as h on h.name = e.computer
group by h.host

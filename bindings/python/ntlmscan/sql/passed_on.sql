-- Requests that name no server: which authentication each belongs to, whether at its own controller or at one further along a trust.
-- step of: authentications
-- unit: one row per such request
-- builds on: server_with_dc, dc_side, passed_by_client
-- columns:
-- d_id: its row in dc_side
-- match_id: the authentication it belongs to; its own id where it stands alone
-- alone: 1 where nothing but such requests is known of the authentication
-- caveats: A bare 4776 goes to an authentication that has none yet; the same request at a second controller is the same authentication.
with requests as (
  select coalesce(audit_id, enhanced_id, check_id) as d_id, sam_no, episode, dc_no, client_no, moment, passed_on,
    row_number() over (
      partition by sam_no, episode, coalesce(client_no, 0), dc_no, passed_on order by moment, coalesce(audit_id, enhanced_id, check_id)) as k
  from dc_side where server_no is null
),
taken as (
  select match_id, max(1 - passed_on) as checked from passed_by_client group by match_id
),
unplaced as (
  select r.*, row_number() over (partition by r.sam_no, r.episode, r.dc_no, r.passed_on order by r.moment, r.d_id) as nth
  from requests as r left join passed_by_client as b on b.d_id = r.d_id
  where b.d_id is null
),
-- Last resort: one of the two sides does not know the client, or the server recorded no result.
still_free as (
  select m.match_id, m.sam_no, m.episode, m.client_no, m.moment, m.verdict, 0 as passed_on,
    row_number() over (partition by m.sam_no, m.episode order by m.moment, m.match_id) as nth
  from server_with_dc as m left join taken as t on t.match_id = m.match_id
  where m.has_check = 0 and coalesce(t.checked, 0) = 0
  union all
  select m.match_id, m.sam_no, m.episode, m.client_no, m.moment, m.verdict, 1,
    row_number() over (partition by m.sam_no, m.episode order by m.moment, m.match_id)
  from server_with_dc as m left join taken as t on t.match_id = m.match_id
  where m.local_to = 0 and t.match_id is null
),
late as (
  select u.d_id, f.match_id
  from unplaced as u
  join still_free as f on f.sam_no = u.sam_no and f.episode = u.episode and f.nth = u.nth and f.passed_on = u.passed_on
  where abs(f.moment - u.moment) <= 5000000 and (u.client_no is null or f.client_no is null or (f.verdict = 0 and u.client_no = f.client_no))
),
placed as (
  select d_id, match_id from passed_by_client
  union all
  select d_id, match_id from late
),
lonely as (
  select r.*,
    min(case when r.passed_on = 1 then r.d_id end) over (partition by r.sam_no, r.episode, coalesce(r.client_no, 0), r.k) as first_hop
  from requests as r left join placed as p on p.d_id = r.d_id
  where p.d_id is null
)
select d_id, match_id, 0 as alone from placed
union all
select d_id, case when passed_on = 1 then first_hop else d_id end, 1 from lonely

"""Verdict: five numbers on one screen, how far each can be trusted, and what to do next."""

from __future__ import annotations

import math

from .._material import Material
from .._model import Block, Code, Drill, Link, Note, Page, Prose, Tile, Tiles
from .._text import counted
from .actions import next_actions

_FEW = 5
"""Servers that are named together."""


def page(material: Material) -> Page:
    """The page."""
    return Page(
        slug="verdict",
        title="Verdict",
        intro="Where NTLM stands in these logs, on one screen.",
        blocks=[
            Tiles([_use(material), _versions(material), _tier_zero(material), _servers(material), _ready(material)]),
            *_not_live(material),
            Note("steps", "The next three actions", next_actions(material)[:3]),
        ],
        cannot_see=[
            "Anything outside the logs at hand. No number on this page means that something is safe to block; "
            "each says what was seen, "
            "in which days, by whose logs.",
            ["What is missing, by name: ", Link("what the data cannot show", "blind"), "."],
        ],
    )


def _not_live(material: Material) -> list[Block]:
    """What stands among the records kept and is counted on no page."""
    found = material.scope.not_live
    if not found:
        return []
    rows = counted(found, "row is", "rows are")
    text: Prose = [
        f"{rows} recovered or carved: these pages count live rows only. All stand in ",
        Code("ntlmscan timeline"),
    ]
    return [Note("missing", "Not counted", [[*text, "."]])]


def _none_completed(material: Material) -> str:
    """What stands in place of a trend where nothing was seen to complete: no number is no proof of no NTLM."""
    found = material.answers.one(
        """select count(*) as seen, sum(case when outcome = 'attempt_only' then 1 else 0 end) as attempts
        from authentications""",
        "authentications",
    )
    if not found["seen"]:
        return "No NTLM was seen at all, which proves something only where it would have been recorded"
    if not found["attempts"]:
        return "None was seen to complete; what was seen stands in the noise ledger"
    return f"None was seen to complete; {counted(found['attempts'], 'attempt')} of which nobody recorded the end"


def _use(material: Material) -> Tile:
    found = material.answers.rows(
        "select day, cast(sum(authentications) as bigint) as n from baseline_daily group by day order by day",
        "baseline_daily",
    )
    numbers = [row["n"] for row in found]
    third = len(numbers) // 3
    trend = "Too few days for a trend"
    if not material.scope.uses:
        trend = _none_completed(material)
    elif third >= 3:
        before, after = sum(numbers[:third]) / third, sum(numbers[-third:]) / third
        words = "about as many" if abs(after - before) <= 0.1 * before else "fewer" if after < before else "more"
        arrow = {"about as many": "→", "fewer": "↓", "more": "↑"}[words]
        link = "as" if words == "about as many" else "than"
        trend = f"{arrow} {words} in the last {third} of these days {link} in the first {third}"
    busy = sum(1 for number in numbers if number)
    per_day = material.scope.uses / busy if busy else 0
    days = counted(busy or math.ceil(material.scope.days), "day")
    unit = f"on {days} with NTLM" if busy else f"in {days} of logs"
    trust: Prose = [f"{trend}; a day with fewer covered hours counts less. ", Link("Hours covered", "coverage")]
    return Tile(
        "NTLM authentications a day",
        f"{per_day:,.0f}",
        unit,
        trust,
        "baseline",
        Drill("NTLM authentications", "uses") if busy else None,
    )


def _versions(material: Material) -> Tile:
    found = material.answers.one(
        """select
          (select count(*) from (select distinct account, client, server from ntlmv1 where finding = 'proven')) as
            proven,
          (select count(*) from (select distinct account, client, server from ntlmv1 where finding = 'suspected')) as
            suspected,
          (select count(*) from authentications as a join auth_accesses as b on b.auth_id = a.auth_id) as uses,
          (select count(*) from authentications as a join auth_accesses as b on b.auth_id = a.auth_id
           where a.version_basis = 'enhanced') as sure""",
        "ntlmv1",
        "authentications",
        "auth_accesses",
    )
    trust = "No use of NTLM was seen, and so no version of it."
    if found["uses"]:
        trust = (
            f"{counted(found['suspected'], 'edge')} more suspected by 4624 alone. The version is sure for "
            f"{found['sure'] / found['uses']:.0%} of the authentications."
        )
    mark = "warn" if found["proven"] else "unknown" if not found["sure"] else ""
    return Tile(
        "NTLMv1, proven",
        f"{found['proven']:,}",
        ("edge" if found["proven"] == 1 else "edges") + " of account, client and server",
        trust,
        "ntlmv1",
        Drill("NTLMv1, proven", "v1", ("f.finding",), ("proven",)) if found["proven"] else None,
        mark,
    )


def _tier_zero(material: Material) -> Tile:
    found = material.answers.one(
        """select count(*) as known, sum(case when authentications > 0 then 1 else 0 end) as users
        from accounts where tier = '0'""",
        "accounts",
    )
    stated = bool(material.context.get("context_tiers"))
    basis = "your tiers.csv and rights used at controllers" if stated else "rights used at controllers alone (4672)"
    users = found["users"] or 0
    mark = "warn" if users else ""
    trust: Prose = f"{counted(found['known'], 'Tier 0 account')} known, by {basis}; the logs know no group membership."
    if not found["known"]:
        return Tile(
            "Tier 0 accounts that use NTLM",
            "unknown",
            "nobody shows as Tier 0",
            f"Read from {basis}. Name them in tiers.csv of the context folder.",
            "accounts",
            None,
            "unknown",
        )
    return Tile(
        "Tier 0 accounts that use NTLM", f"{users:,}", f"of {found['known']:,} known", trust, "accounts", None, mark
    )


def _servers(material: Material) -> Tile:
    found = material.answers.one(
        f"""select (select count(*) from talkers where kind = 'server') as used,
          (select count(*) from talkers as t join hosts as h on h.host = t.name where t.kind = 'server') as with_logs,
          (select sum(accesses) from (select accesses from talkers where kind = 'server' order by accesses desc, name
            limit {_FEW})) as top,
          (select sum(accesses) from talkers where kind = 'server') as whole""",
        "talkers",
        "hosts",
    )
    told = "No use of NTLM names a server."
    if found["used"]:
        told = f"Logs of {found['with_logs']:,} of them are here."
    if found["used"] > _FEW:
        told += f" The first {_FEW} make {found['top'] / found['whole']:.0%} of the accesses."
    return Tile(
        "Servers still asked for NTLM",
        f"{found['used']:,}",
        "named as a target",
        told,
        "servers",
    )


def _ready(material: Material) -> Tile:
    found = material.answers.one(
        """select count(*) as n, sum(ready) as ready, sum(case when depends = 0 and ready = 0 then 1 else 0 end) as
          unknown,
          min(case when ready = 1 then days end) as days
        from (
          select subject, min(case when verdict = 'ready' then 1 else 0 end) as ready,
            max(case when verdict in ('depends', 'one_cause_away') then 1 else 0 end) as depends, min(covered_days) as
              days
          from readiness where subject_kind = 'host' group by subject
        )""",
        "readiness",
    )
    whole, ready, unknown = found["n"], found["ready"] or 0, found["unknown"] or 0
    why = "the audit level is not stated, or too few days are covered."
    if whole == unknown:
        of = counted(whole, "computer")
        return Tile("Computers without NTLM", "unknown", f"for {of}", why.capitalize(), "readiness", None, "unknown")
    trust = f"No NTLM seen in {found['days']} covered days or more, at the stated level. " if ready else ""
    trust += f"Of {unknown:,} it cannot be told: {why}" if unknown else ""
    trust = trust or "Each of them depends on NTLM, in one direction or both."
    mark = "good" if ready else ""
    return Tile(
        "Computers without NTLM", f"{ready:,}", f"of {whole:,}, both directions", trust, "readiness", None, mark
    )

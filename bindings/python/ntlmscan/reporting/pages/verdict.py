"""Verdict: five numbers on one screen, how far each can be trusted, and what to do next."""

from __future__ import annotations

from .._material import Material
from .._model import Code, Drill, Link, Note, Page, Prose, Tile, Tiles
from .._text import cell, counted


def page(material: Material) -> Page:
    """The page."""
    return Page(
        slug="verdict",
        title="Verdict",
        intro="Where NTLM stands in these logs, on one screen.",
        blocks=[
            Tiles([_use(material), _versions(material), _tier_zero(material), _servers(material), _ready(material)]),
            Note("steps", "The next three actions", _actions(material)[:3]),
        ],
        cannot_see=[
            "Anything outside the logs at hand. No number on this page means that something is safe to block; "
            "each says what was seen, "
            "in which days, by whose logs.",
            ["What is missing, by name: ", Link("what the data cannot show", "blind"), "."],
        ],
    )


def _attempts(material: Material) -> str:
    """What stands in place of a trend where nothing was seen to complete: no number is no proof of no NTLM."""
    sql = "select count(*) as n from authentications where outcome = 'attempt_only'"
    attempts = material.answers.one(sql, "authentications")["n"]
    return f"None was seen to complete; {counted(attempts, 'attempt')} of which nobody recorded the end"


def _use(material: Material) -> Tile:
    found = material.answers.rows(
        "select day, cast(sum(authentications) as bigint) as n from baseline_daily group by day order by day",
        "baseline_daily",
    )
    numbers = [row["n"] for row in found]
    third = len(numbers) // 3
    trend = "Too few days for a trend"
    if not material.scope.uses:
        trend = _attempts(material)
    elif third >= 3:
        before, after = sum(numbers[:third]) / third, sum(numbers[-third:]) / third
        words = "about as many" if abs(after - before) <= 0.1 * before else "fewer" if after < before else "more"
        arrow = {"about as many": "→", "fewer": "↓", "more": "↑"}[words]
        link = "as" if words == "about as many" else "than"
        trend = f"{arrow} {words} in the last {third} of these days {link} in the first {third}"
    busy = sum(1 for number in numbers if number)
    per_day = material.scope.uses / busy if busy else 0
    trust: Prose = [f"{trend}; a day with fewer covered hours counts less. ", Link("Hours covered", "coverage")]
    return Tile(
        "NTLM authentications a day",
        f"{per_day:,.0f}",
        f"on {counted(busy, 'day')} with NTLM",
        trust,
        "baseline",
        Drill("NTLM authentications", "uses"),
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
    share = f"{found['sure'] / found['uses']:.0%}" if found["uses"] else "none"
    mark = "warn" if found["proven"] else "unknown" if not found["sure"] else ""
    return Tile(
        "NTLMv1, proven",
        f"{found['proven']:,}",
        ("edge" if found["proven"] == 1 else "edges") + " of account, client and server",
        f"{counted(found['suspected'], 'edge')} more suspected by 4624 alone. The version is sure for {share} of the "
        "authentications.",
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
        """select (select count(*) from talkers where kind = 'server') as used,
          (select count(*) from talkers as t join hosts as h on h.host = t.name where t.kind = 'server') as with_logs,
          (select sum(accesses) from (select accesses from talkers where kind = 'server' order by accesses desc, name
            limit 5)) as top,
          (select sum(accesses) from talkers where kind = 'server') as whole""",
        "talkers",
        "hosts",
    )
    share = f" The first five make {found['top'] / found['whole']:.0%} of the accesses." if found["whole"] else ""
    return Tile(
        "Servers still asked for NTLM",
        f"{found['used']:,}",
        "named as a target",
        f"Logs of {found['with_logs']:,} of them are here.{share}",
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
    cannot = f"{unknown:,} cannot be told: levels not stated, or too few days."
    if whole == unknown:
        return Tile("Computers without NTLM", "unknown", f"for all {whole:,}", cannot, "readiness", None, "unknown")
    trust = f"No NTLM seen in {found['days']} covered days or more, at the stated level. {cannot}" if ready else cannot
    mark = "good" if ready else ""
    return Tile(
        "Computers without NTLM", f"{ready:,}", f"of {whole:,}, both directions", trust, "readiness", None, mark
    )


def _actions(material: Material) -> list[Prose]:
    """What pays first, of what these logs show to be missing or wrong."""
    answers = material.answers
    todo: list[Prose] = []
    gap = answers.rows(
        """select trim(setting) as setting, count(*) as hosts, sum(case when role = 'dc' then 1 else 0 end) as dcs
        from (select host, role, unnest(regexp_extract_all(missing_audit, '[^;(]+(\\([^)]*\\))?')) as setting from
          hosts where missing_audit is
          not null)
        group by 1 order by dcs desc, hosts desc, setting limit 1""",
        "hosts",
    )
    if not material.scope.controllers:
        todo.append(
            [
                "Collect the logs of every domain controller: without them nobody knows what was validated. ",
                Link("Coverage", "coverage"),
            ]
        )
    elif gap:
        setting = str(cell(gap[0]["setting"]))
        todo.append(
            [
                "Audit first: set ",
                Code(setting),
                f" on {counted(gap[0]['hosts'], 'computer')}. ",
                Link("All settings", "blind"),
            ]
        )
    old = answers.one("select count(*) as n from ntlmv1 where finding in ('proven', 'suspected')", "ntlmv1")["n"]
    if old:
        todo.append(
            [
                "End NTLMv1 before anything else: raise the level on the clients that send it. ",
                Link("Who sends it", "ntlmv1"),
            ]
        )
    powerful = answers.one("select count(*) as n from accounts where tier = '0' and authentications > 0", "accounts")[
        "n"
    ]
    if powerful:
        todo.append(
            [
                f"Move {counted(powerful, 'Tier 0 account')} off NTLM: they are worth most to a thief. ",
                Link("Which", "accounts"),
            ]
        )
    addressed = answers.one(
        """select count(*) as n from authentications as a join auth_accesses as b on b.auth_id = a.auth_id
        join targets as t on t.target_name = a.target_name where t.is_address""",
        "authentications",
        "auth_accesses",
        "targets",
    )["n"]
    if addressed:
        todo.append(
            [
                f"Replace addresses by names: {counted(addressed, 'authentication')} asked for an IP address. ",
                Link("Where", "clients"),
            ]
        )
    if not material.context.get("context_settings"):
        todo.append(
            [
                "State the audit levels in ",
                Code("settings.csv"),
                ": without them an empty log proves nothing. ",
                Link("Why", "blind"),
            ]
        )
    cause = answers.rows(
        """select c.cause, count(*) as n, count(distinct a.server) as servers from authentications as a
        join auth_accesses as b on b.auth_id = a.auth_id join causes as c on c.auth_id = a.auth_id
        where c.cause not in ('unknown', 'spn_ip') group by 1 order by n desc, 1 limit 1""",
        "authentications",
        "auth_accesses",
        "causes",
    )
    if cause:
        todo.append(
            [
                "Mend the largest cause, ",
                Code(str(cause[0]["cause"])),
                f": {counted(cause[0]['n'], 'authentication')} at {counted(cause[0]['servers'], 'server')}. ",
                Link("Causes", "causes"),
            ]
        )
    todo.append(["Begin with the servers that are asked most. ", Link("Servers", "servers")])
    return todo

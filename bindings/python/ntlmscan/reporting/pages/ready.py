"""Readiness: who was seen without NTLM, for how many covered days, at which audit level, and who is one fix away."""

from __future__ import annotations

from .._answers import Listing
from .._charts import stacked_bars
from .._covered import cycle_days
from .._material import Material, column
from .._model import Block, Code, Name, Note, Page, Prose
from .._text import counted, name

_STATED = (
    "case when verdict = 'ready' then 'no NTLM seen in ' || cast(covered_days as varchar) || ' covered days at "
    "audit level ' "
    "|| coalesce(audit_level, 'not stated') || case when dcs > 0 then ' by ' || cast(dcs_covered as varchar) || ' of ' "
    "|| cast(dcs as varchar) || ' controllers' else '' end else reason end"
)
_RANK = "case verdict when 'ready' then 0 when 'one_cause_away' then 1 when 'depends' then 2 else 3 end"

_REASONS = 4

_TO_STATE: list[Prose] = [
    [
        "Absence counts only where the audit level is stated, all validating controllers are covered and a cycle has "
        "passed. State it in ",
        Code("settings.csv"),
        ", columns ",
        Code("host,policy,value,since"),
        ":",
    ],
    [Code("*,RestrictSendingNTLMTraffic,1,2026-01-01"), " (1 audits outgoing NTLM as 8001; 2 would refuse it)"],
    [
        Code("*,AuditReceivingNTLMTraffic,2,2026-01-01"),
        " (2 audits incoming NTLM of all accounts as 8002 and 8003)",
    ],
    [Code("*,AuditNTLMInDomain,7,2026-01-01"), " (7 audits all NTLM in the domain as 8004 to 8006)"],
]

_WAVES = Listing(
    key="ready-waves",
    title="Waves",
    about="Ready never means safe: no NTLM was seen, where it would have been recorded. One cause away: all "
    "that is left shares one cause.",
    sql="""
    select subject_kind, direction, role, verdict, count(*) as subjects, min(covered_days) as least_days,
      max(covered_days) as most_days
    from readiness group by subject_kind, direction, role, verdict""",
    order="subject_kind desc, direction, role, verdict",
    columns=(
        column("subject_kind", "What"),
        column("direction", "Direction"),
        column("role", "Role or kind"),
        column("verdict", "Verdict"),
        column("subjects", "Number", "number"),
        column("least_days", "Covered days, least", "number"),
        column("most_days", "Covered days, most", "number"),
    ),
    needs=("readiness",),
    empty="No computer and no account is known.",
)

_HOSTS = Listing(
    key="ready-hosts",
    title="Computers",
    sql=f"""
    select subject, role, direction, verdict, {_STATED} as stated, covered_days, audit_level, dcs_covered, dcs, cause,
      sub_cause,
      authentications, counterparts, last_time, {_RANK} as rank
    from readiness where subject_kind = 'host'""",
    order="rank, authentications, covered_days desc, subject, direction",
    columns=(
        column("subject", "Computer"),
        column("role", "Role"),
        column("direction", "Direction"),
        column("verdict", "Verdict"),
        column("stated", "What is known", "prose"),
        column("covered_days", "Covered days", "number"),
        column("cause", "Only cause"),
        column("authentications", "Authentications", "number"),
        column("counterparts", "Counterparts", "number"),
        column("last_time", "Last NTLM (UTC)", "time"),
    ),
    needs=("readiness",),
    empty="No computer is known.",
)

_ACCOUNTS = Listing(
    key="ready-accounts",
    title="Accounts, and Protected Users",
    about="A candidate for Protected Users uses no NTLM, no RC4, no delegation and no offline logon, and is no "
    "service and no computer.",
    sql=f"""
    select subject, role, tier, verdict, {_STATED} as stated, protected_users, protected_users_reason, covered_days,
      dcs_covered, dcs,
      authentications, last_time, {_RANK} as rank, coalesce(tier, '9') as power
    from readiness where subject_kind = 'account'""",
    order="power, rank, subject",
    columns=(
        column("subject", "Account"),
        column("role", "Kind"),
        column("tier", "Tier"),
        column("verdict", "Verdict"),
        column("stated", "What is known", "prose"),
        column("protected_users", "Protected Users"),
        column("protected_users_reason", "What stands against it", "prose"),
        column("covered_days", "Covered days", "number"),
        column("authentications", "Authentications", "number"),
        column("last_time", "Last NTLM (UTC)", "time"),
    ),
    needs=("readiness",),
    empty="No account is known.",
)


def page(material: Material) -> Page:
    """The page."""
    answers = material.answers
    waves = answers.arrow(
        """select subject_kind || ', ' || direction as what, replace(verdict, '_', ' ') as verdict,
          count(*) as subjects from readiness
        group by 1, 2 order by 1, 2""",
        "readiness",
    )

    blocks: list[Block] = [
        stacked_bars(
            "ready-bars",
            "Bars of verdicts by kind and direction; the table has the numbers.",
            waves,
            by="what",
            stack="verdict",
            weight="subjects",
            parts=("ready", "one cause away", "depends", "unknown"),
            title="Computers and accounts",
        ),
        *_unknown(material),
    ]
    blocks += [answers.table(_WAVES), answers.table(_HOSTS), answers.table(_ACCOUNTS)]
    return Page(
        slug="readiness",
        title="Readiness",
        intro="Who could be blocked next. Ready reads: no NTLM seen in so many covered days, at that audit "
        "level, by so many of the controllers.",
        blocks=blocks,
        cannot_see=[
            f"What happens less often than once in the cycle of {cycle_days(answers)} days, such as a quarter's end.",
            "Group membership, and controllers of which no record tells.",
        ],
    )


def _unknown(material: Material) -> list[Block]:
    """Why it cannot be told, the commonest reason first, and what to write down where that is the reason."""
    reasons = material.answers.rows(
        r"""select
          regexp_replace(regexp_replace(reason, '^covered for \d+ of the (\d+) days',
            'covered for fewer than the \1 days'), ' \(\d+\)', '') as why,
          count(*) as subjects, sum(case when reason like '%is not stated%' then 1 else 0 end) as unstated,
          (select count(*) from readiness) as verdicts
        from readiness where verdict = 'unknown' group by 1 order by subjects desc, why""",
        "readiness",
    )
    if not reasons:
        return []
    told: list[Prose] = [[f"{row['subjects']:,}: ", Name(name(row["why"]))] for row in reasons[:_REASONS]]
    if rest := sum(row["subjects"] for row in reasons[_REASONS:]):
        told.append(f"{rest:,}: other reasons, in the tables below")
    if any(row["unstated"] for row in reasons):
        told += _TO_STATE
    unknown = sum(row["subjects"] for row in reasons)
    return [Note("missing", f"Unknown: {unknown:,} of {counted(reasons[0]['verdicts'], 'verdict')}", told)]

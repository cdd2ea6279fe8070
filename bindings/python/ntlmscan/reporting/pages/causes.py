"""Causes: why NTLM and not Kerberos, how that is known, and how much of it is not."""

from __future__ import annotations

from .._answers import Listing, Row
from .._charts import stacked_bars
from .._material import Material, column
from .._model import Block, Chart, Code, Drill, Note, Page
from .._text import counted, name

_USES = (
    "authentications as a join auth_accesses as b on b.auth_id = a.auth_id join causes as c on c.auth_id = a.auth_id"
)
_NEEDS = ("authentications", "auth_accesses", "causes")


def _of_cause(row: Row) -> Drill:
    title = f"Cause: {name(row['cause'])}" + (f", {name(row['sub_cause'])}" if row["sub_cause"] else "")
    return Drill(title, "causes", ("c.cause", "c.sub_cause", "c.basis"), (row["cause"], row["sub_cause"], row["basis"]))


_CAUSES = Listing(
    key="causes",
    title="Causes",
    about="Recorded: the client wrote the reason down (4020, 4021). Rule: it follows from what was recorded. "
    "Hint: likely, to be checked "
    "before anybody acts on it.",
    sql=f"""
    select c.cause, c.sub_cause, c.basis, count(*) as uses, count(distinct a.server) as servers, count(distinct
      a.client) as clients,
      count(distinct a.account) as accounts, string_agg(distinct c.rule, ', ' order by c.rule) as rules,
      sum(case when c.cause_conflict then 1 else 0 end) as conflicts, max(a.time) as last_time
    from {_USES}
    group by 1, 2, 3""",
    order="uses desc, cause, sub_cause, basis",
    columns=(
        column("cause", "Cause"),
        column("sub_cause", "Kind"),
        column("basis", "How it is known"),
        column("uses", "Authentications", "number"),
        column("servers", "Servers", "number"),
        column("clients", "Clients", "number"),
        column("accounts", "Accounts", "number"),
        column(
            "conflicts", "Contradicted", "number", "The reason's text, its number and the target do not go together"
        ),
        column("rules", "Rules"),
        column("last_time", "Last (UTC)", "time"),
    ),
    needs=_NEEDS,
    empty="No use of NTLM, and so no cause.",
    drill=_of_cause,
    drill_on="uses",
)

_WHERE = Listing(
    key="causes-where",
    title="Where each cause is at home",
    sql=f"""
    select c.cause, c.sub_cause, a.server, coalesce(a.client_process, a.server_process) as program, count(*) as uses,
      count(distinct a.client) as clients, count(distinct a.account) as accounts, min(coalesce(a.target_name,
        c.asked_name)) as asked
    from {_USES}
    group by 1, 2, 3, 4""",
    order="uses desc, cause, sub_cause, server, program",
    columns=(
        column("cause", "Cause"),
        column("sub_cause", "Kind"),
        column("server", "Server"),
        column("program", "Program"),
        column("uses", "Authentications", "number"),
        column("clients", "Clients", "number"),
        column("accounts", "Accounts", "number"),
        column("asked", "Asked for, for example"),
    ),
    needs=_NEEDS,
    empty="No use of NTLM, and so no cause.",
    drill=lambda row: Drill(
        f"{name(row['cause'])} at {name(row['server'])}",
        "causes",
        ("c.cause", "c.sub_cause", "a.server"),
        (row["cause"], row["sub_cause"], row["server"]),
    ),
    drill_on="uses",
)

_REASONS = Listing(
    key="causes-reasons",
    title="Reasons as recorded",
    about="The text is in the language of the machine, and the number beside it is wrong on some builds: where "
    "text, number and target do "
    "not go together, the conflict is said and not hidden.",
    sql=f"""
    select c.usage_id, c.usage_reason, c.cause, case when c.cause_conflict then 'yes' else 'no' end as conflict,
      count(*) as uses
    from {_USES}
    where c.usage_reason is not null or c.usage_id is not null group by 1, 2, 3, 4""",
    order="uses desc, usage_id, usage_reason, cause, conflict",
    columns=(
        column("usage_id", "Number", "id"),
        column("usage_reason", "Text"),
        column("cause", "Read as"),
        column("conflict", "Contradicted"),
        column("uses", "Authentications", "number"),
    ),
    needs=_NEEDS,
    empty="No client recorded a reason: 4020 and 4021 need Windows 11 24H2, Server 2025 or later, by update level.",
)


def page(material: Material) -> Page:
    """The page."""
    answers = material.answers
    known = answers.rows(
        f"select c.cause, coalesce(c.basis, 'not known') as basis, count(*) as authentications from {_USES} "
        "group by 1, 2",
        *_NEEDS,
    )
    unknown = sum(row["authentications"] for row in known if row["cause"] == "unknown")
    whole = sum(row["authentications"] for row in known)
    blocks: list[Block] = [_chart(material)]
    if unknown:
        blocks.append(
            Note(
                "missing",
                f"Unknown: {unknown / whole:.0%} of {counted(whole, 'authentication')}",
                [
                    [
                        "Outgoing audit at the clients would tell the program and the name asked for: ",
                        Code("RestrictSendingNTLMTraffic = 1"),
                        " (1 audits; 2 would be an outage).",
                    ],
                    [
                        "Clients of Windows 11 24H2, Server 2025 and later record the reason itself: ",
                        Code("LogEnhancedAuditEvents = 1"),
                        " (on where absent).",
                    ],
                    [
                        "Whether a name has no SPN shows at controllers only with ",
                        Code("KdcExtraLogLevel"),
                        " bit 1 (failed 4769 for unknown names).",
                    ],
                ],
            )
        )
    blocks += [answers.table(_CAUSES), answers.table(_WHERE), answers.table(_REASONS)]
    return Page(
        slug="causes",
        title="Why NTLM",
        intro="Each cause has its own fix. What is recorded is told apart from what was concluded, and unknown "
        "is an answer.",
        blocks=blocks,
        cannot_see=[
            "Why a client that wrote no log chose NTLM, unless the message or the controller tells.",
            "4624 cannot tell a fallback from a program that knows nothing but NTLM.",
        ],
    )


def _chart(material: Material) -> Chart:
    table = material.answers.arrow(
        f"""select c.cause, coalesce(c.basis, 'not known') as basis, count(*) as authentications
        from {_USES} group by 1, 2 order by 1, 2""",
        *_NEEDS,
    )

    return stacked_bars(
        "causes-bars",
        "Bars of authentications by cause and by how it is known; the table has the numbers.",
        table,
        by="cause",
        stack="basis",
        weight="authentications",
        parts=("recorded", "rule", "hint", "not known"),
        title="Causes, and how they are known",
    )

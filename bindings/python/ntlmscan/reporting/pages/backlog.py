"""Remediation backlog: one row for each server, program and cause, with the fix, who can do it, and how to check it."""

from __future__ import annotations

from .._answers import Listing
from .._material import Material, column
from .._model import Drill, Note, Page
from .._text import name

_FIXES = Listing(
    key="backlog",
    title="Fixes, those first that end most",
    about="Download the CSV for your ticket system. The check is a query that answers 0 once the fix worked; "
    "ask it of newer logs.",
    sql="""
    select server, program, cause, sub_cause, accesses_removed, accesses, authentications, accounts, clients, fix,
      command, owner_role,
      owner, effort, risk, verify, recorded, by_rule, hints, example, last_time
    from remedies""",
    order="accesses_removed desc, accesses desc, server, program, cause, sub_cause",
    columns=(
        column("accesses_removed", "Accesses it ends", "number"),
        column("server", "Server"),
        column("program", "Program"),
        column("cause", "Cause"),
        column("fix", "Fix", "prose"),
        column("command", "Command or policy", "code"),
        column("sub_cause", "Kind of cause"),
        column("authentications", "Authentications", "number"),
        column("owner_role", "Who can do it"),
        column("owner", "Owner"),
        column("effort", "Effort"),
        column("risk", "Risk", "prose"),
        column("verify", "Check", "code"),
        column("recorded", "Cause recorded", "number"),
        column("by_rule", "By rule", "number"),
        column("hints", "Hints only", "number"),
        column("example", "Asked for, for example"),
        column("last_time", "Last (UTC)", "time"),
    ),
    needs=("remedies",),
    empty="No use of NTLM is known here, so there is nothing to mend.",
    drill=lambda row: Drill(
        f"{name(row['cause'])} at {name(row['server'])}",
        "causes",
        ("c.cause", "c.sub_cause", "a.server"),
        (row["cause"], row["sub_cause"], row["server"]),
    ),
    drill_on="authentications",
)


def page(material: Material) -> Page:
    """The page."""
    return Page(
        slug="backlog",
        title="Remediation backlog",
        intro="What to do, in the order of what it ends: the fix in words, the command, who can do it, what "
        "may go wrong, how to check it.",
        blocks=[
            Note(
                "warning",
                "Before you act",
                [
                    "Where a cause rests on hints only, look at the records first.",
                    "A name in capitals in a command is yours to fill in. A command here never refuses NTLM "
                    "where an audit would do.",
                ],
            ),
            material.answers.table(_FIXES),
        ],
        cannot_see=["What a fix breaks beside NTLM, and what no kept log recorded."],
    )

"""Comparison: an earlier period beside this one, per covered hour, so that a gap in the logs is no success."""

from __future__ import annotations

from .._answers import Answers, Listing
from .._material import Material, column
from .._model import Block, Code, Note, Page

_KINDS = Listing(
    key="compared-kinds",
    title="What changed",
    sql="""
    select change, count(*) as edges, count(distinct account) as accounts, count(distinct server) as servers,
      cast(sum(old_accesses) as bigint) as old_accesses, cast(sum(new_accesses) as bigint) as new_accesses,
      case change when 'new' then 0 when 'grown' then 1 when 'shrunk' then 2 when 'gone' then 3 when 'same' then 4
        else 5 end as rank
    from compare group by change""",
    order="rank, change",
    columns=(
        column("change", "Change"),
        column("edges", "Edges", "number", "Combinations of account, client and server"),
        column("accounts", "Accounts", "number"),
        column("servers", "Servers", "number"),
        column("old_accesses", "Accesses before", "number"),
        column("new_accesses", "Accesses now", "number"),
    ),
    needs=(),
    empty="Neither side has a use of NTLM.",
)

_EDGES = Listing(
    key="compared",
    title="Edge by edge",
    about="Rates are accesses for each 24 covered hours of the log that would have shown them. Not comparable: "
    "one side's logs could not "
    "have shown it.",
    sql="""
    select change, account, client, server, old_accesses, new_accesses, round(old_per_day, 2) as old_per_day,
      round(new_per_day, 2) as new_per_day, vantage, old_hours, new_hours, accesses_apart
    from compare where change <> 'same'""",
    order="accesses_apart desc, change, account, client, server",
    columns=(
        column("change", "Change"),
        column("account", "Account"),
        column("client", "Client"),
        column("server", "Server"),
        column("old_accesses", "Accesses before", "number"),
        column("new_accesses", "Accesses now", "number"),
        column("old_per_day", "A day before", "number"),
        column("new_per_day", "A day now", "number"),
        column("vantage", "Judged by hours of"),
        column("old_hours", "Hours before", "number"),
        column("new_hours", "Hours now", "number"),
    ),
    needs=(),
    empty="Every edge is as busy as before.",
)


def page(material: Material) -> Page:
    """The page."""
    blocks: list[Block]
    if material.compared is None:
        blocks = [
            Note(
                "missing",
                "Nothing to compare with",
                [
                    [
                        "Give the scan or the logs of an earlier period: ",
                        Code("ntlmscan report NEW --compare OLD -o report.html"),
                        ".",
                    ]
                ],
            )
        ]
    else:
        blocks = _tables(material.compared)
    return Page(
        slug="compare",
        title="Compare",
        intro="What is new, gone, grown or shrunk against an earlier period, for each hour in which the logs "
        "would have shown it.",
        blocks=blocks,
        cannot_see=[
            "Use that belongs to one season only: take periods of a business cycle each.",
            "After a block, fewer accesses can mean that clients gave up.",
        ],
    )


def _tables(compared: Answers) -> list[Block]:
    return [compared.table(_KINDS), compared.table(_EDGES)]

"""Noise: everything that is set apart from the headline numbers, shown so that nobody thinks it hidden."""

from __future__ import annotations

from .._answers import Listing
from .._material import Material, column
from .._model import Block, Code, Note, Page
from . import hunting

_CLASSES = Listing(
    key="noise-classes",
    title="What the headline numbers leave out",
    sql="""
    select class, max(why) as why, cast(sum(count) as bigint) as count, count(*) as machines, min(first_time) as
      first_time,
      max(last_time) as last_time
    from noise group by class""",
    order="count desc, class",
    columns=(
        column("class", "Class"),
        column("why", "Why it stands apart", "prose"),
        column("count", "Number", "number"),
        column("machines", "Machines", "number"),
        column("first_time", "First (UTC)", "time"),
        column("last_time", "Last (UTC)", "time"),
    ),
    needs=("noise",),
    empty="Nothing was set apart.",
)

_MACHINES = Listing(
    key="noise-machines",
    title="By machine",
    about="For duplicates the file stands in place of the machine.",
    sql="select class, machine, count, accounts, servers, first_time, last_time from noise",
    order="count desc, class, machine",
    columns=(
        column("class", "Class"),
        column("machine", "Machine"),
        column("count", "Number", "number"),
        column("accounts", "Accounts", "number"),
        column("servers", "Servers", "number"),
        column("first_time", "First (UTC)", "time"),
        column("last_time", "Last (UTC)", "time"),
    ),
    needs=("noise",),
    empty="Nothing was set apart.",
)


def page(material: Material) -> Page:
    """The page."""
    answers = material.answers
    blocks: list[Block] = [
        answers.table(_CLASSES),
        Note(
            "note",
            "What to do about it",
            [
                "Null sessions: look at the server that grants them, not at the version Windows wrote. They "
                "are never NTLMv1 use.",
                [
                    "Loopback: two RPC policies cause most of it, ",
                    Code("EnableAuthEpResolution"),
                    " (1 makes clients authenticate to the endpoint mapper by NTLM) and ",
                    Code("RestrictRemoteClients"),
                    " (1 refuses unauthenticated RPC clients, 2 without exception). Test both "
                    "before incoming 2, which refuses loopback as well.",
                ],
                ["Scanners: name yours in ", Code("scanners.csv"), " of the context folder. A probe proves no need."],
                "Credential blobs: a scheduled task under a local account, mostly. Run it as a gMSA, a domain "
                "account or SYSTEM.",
            ],
        ),
        answers.table(_MACHINES),
        *hunting.findings(material),
    ]
    return Page(
        slug="noise",
        title="Noise ledger",
        intro="Loopback, handshakes without an authentication, null sessions, scanners, failures, attempts and "
        "copies: counted here and nowhere else.",
        blocks=blocks,
        cannot_see=["A scanner that succeeds everywhere looks like a service until somebody names it."],
    )

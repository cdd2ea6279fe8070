"""Odd shapes for responders: set apart from all other numbers, each with what harmless thing looks the same."""

from __future__ import annotations

from .._answers import Listing
from .._material import Material, column
from .._model import Table

_FINDINGS = Listing(
    key="hunt",
    title="Odd shapes, for responders",
    about="A reason to look, no verdict, and in no headline number. 3: look at once; 1: a hint among others.",
    sql="""
    select weight, detector, account, client, client_address, server, authentications, detail, explanation, innocent,
      next_step,
      first_time, last_time, finding_id, source || '@' || cast(byte_offset as varchar) as example
    from hunt""",
    order="weight desc, detector, first_time, finding_id",
    columns=(
        column("weight", "Weight", "number"),
        column("detector", "Shape"),
        column("account", "Account"),
        column("client", "Client"),
        column("client_address", "Address"),
        column("server", "Server"),
        column("authentications", "Authentications", "number"),
        column("detail", "What was seen", "prose"),
        column("first_time", "First (UTC)", "time"),
        column("last_time", "Last (UTC)", "time"),
        column("example", "First record", "place"),
    ),
    needs=("hunt",),
    empty="None of the shapes that are looked for was seen. That proves nothing about what no kept log recorded.",
)


_SHAPES = Listing(
    key="hunt-shapes",
    title="What these shapes mean",
    sql="""
    select detector, max(weight) as weight, count(*) as findings, max(explanation) as explanation, max(innocent) as
      innocent,
      max(next_step) as next_step
    from hunt group by detector""",
    order="weight desc, detector",
    columns=(
        column("detector", "Shape"),
        column("findings", "Findings", "number"),
        column("explanation", "Why look", "prose"),
        column("innocent", "Harmless if", "prose"),
        column("next_step", "Look next at", "prose"),
    ),
    needs=("hunt",),
    empty="Nothing was found, so there is nothing to explain.",
)


def findings(material: Material) -> list[Table]:
    """The tables of findings and of what they mean."""
    answers = material.answers
    found = answers.table(_FINDINGS)
    limits = answers.one("select fan_out_servers, spray_accounts, guesses from hunt_members_parameters", "hunt")
    found.about += (
        " Within an hour: fan_out from {fan_out_servers} servers on, spray from {spray_accounts} accounts on, guessing "
        "from {guesses} refusals on; other numbers with --set fan_out_servers=N, spray_accounts=N, guesses=N."
    ).format(**limits)
    return [found, answers.table(_SHAPES)]

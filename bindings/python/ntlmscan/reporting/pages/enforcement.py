"""Enforcement monitor: what was refused, whom it hit, what they saw, and the way out."""

from __future__ import annotations

from typing import Any

from .._answers import Listing
from .._covered import known_hours
from .._material import Material, column
from .._model import Block, Chart, Note, Page

_VICTIMS = Listing(
    key="refused-who",
    title="Who was hit",
    about="An incident folds the tries of one account, client, server and target with less than a minute "
    "between them. Those that began "
    "last stand first. What they saw and what helps stands below, by policy.",
    sql="""
    select account, client, server, target_name, program, refusal, policy, count(*) as incidents, cast(sum(refusals)
      as bigint) as refusals,
      min(time) as first_time, max(last_time) as last_time,
      max(exception_list) as exception_list, max(exception_entry) as exception_entry,
      min(source || '@' || cast(byte_offset as varchar)) as example
    from blocked where refused group by account, client, server, target_name, program, refusal, policy""",
    order="first_time desc, account, client, server, target_name, program, refusal",
    columns=(
        column("first_time", "First (UTC)", "time"),
        column("account", "Account"),
        column("client", "Client"),
        column("server", "Server"),
        column("target_name", "Asked for"),
        column("program", "Program"),
        column("incidents", "Incidents", "number"),
        column("refusals", "Tries", "number"),
        column("policy", "Refused by", "code"),
        column("exception_list", "Exception list", "code"),
        column("exception_entry", "Entry", "code"),
        column("last_time", "Last (UTC)", "time"),
        column("example", "Record", "place"),
    ),
    needs=("blocked",),
    empty="Nothing was refused in these logs. That can mean that nothing blocks yet, or that the log of who "
    "refused is not here.",
)

_SYMPTOMS = Listing(
    key="refused-symptoms",
    title="Crib sheet for the help desk",
    sql="""
    select symptom, refusal, policy, way_out, count(*) as incidents, count(distinct account) as accounts, max(events)
      as events
    from blocked group by symptom, refusal, policy, way_out""",
    order="incidents desc, refusal, policy, symptom, way_out",
    columns=(
        column("symptom", "What the user says", "prose"),
        column("policy", "What it is", "code"),
        column("way_out", "What helps", "prose"),
        column("incidents", "Incidents", "number"),
        column("accounts", "Accounts", "number"),
        column("events", "Events"),
    ),
    needs=("blocked",),
    empty="Nothing was refused, so there is nothing to explain.",
)

_WARNED = Listing(
    key="refused-warned",
    title="Not refused yet, but named by a policy in audit",
    about="301 and 4024 and the like: these will be refused once the policy is enforced.",
    sql="""
    select account, client, server, refusal, policy, count(*) as incidents, max(last_time) as last_time, max(way_out)
      as way_out
    from blocked where not refused group by account, client, server, refusal, policy""",
    order="last_time desc, account, client, server, refusal",
    columns=(
        column("account", "Account"),
        column("client", "Client"),
        column("server", "Server"),
        column("policy", "Policy", "code"),
        column("incidents", "Incidents", "number"),
        column("last_time", "Last (UTC)", "time"),
        column("way_out", "Way out", "prose"),
    ),
    needs=("blocked",),
    empty="No such record.",
)


def page(material: Material) -> Page:
    """The page."""
    answers = material.answers
    blocks: list[Block] = []
    if answers.one("select count(*) as n from blocked where refused", "blocked")["n"]:
        blocks.append(_chart(material))
    blocks += [
        Note(
            "warning",
            "Reading a quiet log after enforcement",
            [
                "Fewer refusals can mean that clients gave up: look whether the work is done another way.",
                "4003 alone does not say whether the server or a controller refused; that controller's log decides.",
                "Do not answer a refusal with a wide exception: one name, one owner, one end.",
            ],
        ),
        answers.table(_VICTIMS),
        answers.table(_SYMPTOMS),
        answers.table(_WARNED),
    ]
    return Page(
        slug="enforcement",
        title="Enforcement monitor",
        intro="What a policy refused, incident by incident, with what the user saw and what helps.",
        blocks=blocks,
        cannot_see=["Refusals at clients that are not Windows, and what Credential Guard hides."],
    )


def _chart(material: Material) -> Chart:
    refused = material.answers.arrow(
        "select time, refusal, cast(refusals as bigint) as tries from blocked where refused order by time, incident_id",
        "blocked",
    )

    known = known_hours(material.answers)

    def draw(theme: Any) -> Any:
        from ntlmscan import plot

        return plot.trend(
            refused, by="refusal", weight="tries", coverage=known, theme=theme, title="Refused tries over time"
        )

    return Chart(
        "refused-trend", "Bars of refused tries over time by kind of refusal; the table has the numbers.", draw
    )

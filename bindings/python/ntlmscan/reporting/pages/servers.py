"""Servers: who is asked for NTLM, how much, by whom."""

from __future__ import annotations

from typing import Any

from .._answers import Listing
from .._material import Material, column, uses_of
from .._model import Chart, Page

_SERVERS = Listing(
    key="servers",
    title="Servers by accesses",
    about="An access is what a person would call one: authentications less than two seconds apart, folded.",
    sql="""
    select t.name as server, h.role, case when h.host is null then 'no' else 'yes' end as has_logs, t.accesses,
      t.authentications,
      t.counterparts as clients, t.accounts, p.programs, t.days_active, t.periodicity, t.versions, t.first_time,
        t.last_time
    from talkers as t left join hosts as h on h.host = t.name
    left join (
      select a.server, string_agg(distinct regexp_extract(a.server_process, '[^\\\\]*$'), ', ') as programs
      from authentications as a join auth_accesses as b on b.auth_id = a.auth_id
      where a.server_process is not null group by a.server
    ) as p on p.server = t.name
    where t.kind = 'server'""",
    order="accesses desc, server",
    columns=(
        column("server", "Server"),
        column("role", "Role"),
        column("has_logs", "Its logs are here"),
        column("accesses", "Accesses", "number"),
        column("authentications", "Authentications", "number"),
        column("clients", "Clients", "number"),
        column("accounts", "Accounts", "number"),
        column("programs", "Programs that received", about="SYSTEM is the kernel: SMB, HTTP.sys"),
        column("days_active", "Days", "number"),
        column("periodicity", "Rhythm"),
        column("versions", "Versions"),
        column("first_time", "First (UTC)", "time"),
        column("last_time", "Last (UTC)", "time"),
    ),
    needs=("talkers", "hosts", "authentications", "auth_accesses"),
    empty="No authentication names a server.",
    drill=lambda row: uses_of("Server", "a.server", row["server"]),
    drill_on="authentications",
)


def page(material: Material) -> Page:
    """The page."""
    answers = material.answers
    ranked = answers.arrow("select name as server, accesses from talkers where kind = 'server'", "talkers")

    def draw(theme: Any) -> Any:
        from ntlmscan import plot

        return plot.pareto(
            ranked, by="server", weight="accesses", top=20, theme=theme, title="Few servers make most of it"
        )

    return Page(
        slug="servers",
        title="Servers",
        intro="The targets of NTLM. Mostly few of them make most of the accesses: these are where work pays first.",
        blocks=[
            Chart("servers-pareto", "Servers by accesses, with the share so far; the table has the numbers.", draw),
            answers.table(_SERVERS),
        ],
        cannot_see=[
            "With a controller's 4776 alone the server is unknown: such authentications stand under no server.",
            "A name from a secure channel is who asked the controller, perhaps a broker in front of the real server.",
        ],
    )

"""Clients and programs: who asks for NTLM, with which program, for which name."""

from __future__ import annotations

from typing import Any

from .._answers import Listing
from .._covered import known_hours
from .._material import Material, column, uses_of
from .._model import Chart, Page

_EDGES = 15

_CLIENTS = Listing(
    key="clients",
    title="Clients by accesses",
    about="A name is what the client says of itself, unless its own logs are here.",
    sql="""
    select t.name as client, h.role, case when h.host is null then 'claimed' else 'its logs are here' end as basis,
      t.accesses,
      t.authentications, t.counterparts as servers, t.accounts, t.days_active, t.periodicity, t.versions,
        t.first_time, t.last_time
    from talkers as t left join hosts as h on h.host = t.name where t.kind = 'client'""",
    order="accesses desc, client",
    columns=(
        column("client", "Client"),
        column("basis", "Name is"),
        column("role", "Role"),
        column("accesses", "Accesses", "number"),
        column("authentications", "Authentications", "number"),
        column("servers", "Servers", "number"),
        column("accounts", "Accounts", "number"),
        column("days_active", "Days", "number"),
        column("periodicity", "Rhythm"),
        column("versions", "Versions"),
        column("first_time", "First (UTC)", "time"),
        column("last_time", "Last (UTC)", "time"),
    ),
    needs=("talkers", "hosts"),
    empty="No authentication names a client.",
    drill=lambda row: uses_of("Client", "a.client", row["client"]),
    drill_on="authentications",
)

_PROGRAMS = Listing(
    key="programs",
    title="Programs that ask for NTLM, and the names they ask for",
    about="As the clients' own records (8001, 4020, 4021) say. SYSTEM is the kernel's SMB client or HTTP.sys. "
    "A target without a name "
    "cannot be put on an exception list.",
    sql="""
    select a.client_process as program, split_part(coalesce(a.target_name, ''), '/', 1) as service,
      count(*) as uses, count(distinct a.target_name) as targets, min(a.target_name) as example, count(distinct
        a.client) as clients,
      count(distinct a.account) as accounts
    from authentications as a join auth_accesses as b on b.auth_id = a.auth_id
    where a.client_process is not null group by 1, 2""",
    order="uses desc, program, service",
    columns=(
        column("program", "Program"),
        column("service", "Service class", about="Empty: no target name given"),
        column("uses", "Authentications", "number"),
        column("targets", "Targets", "number"),
        column("example", "For example"),
        column("clients", "Clients", "number"),
        column("accounts", "Accounts", "number"),
    ),
    needs=("authentications", "auth_accesses"),
    empty="No client's own record is here, so no program is known. RestrictSendingNTLMTraffic = 1 (audits "
    "outgoing NTLM) would tell.",
    drill=lambda row: uses_of("Program", "a.client_process", row["program"]),
    drill_on="uses",
)

_ADDRESSES = Listing(
    key="by-address",
    title="Servers asked for by address",
    about="Kerberos does not work for an IP address unless TryIPSPN is set and the SPN is registered. A name "
    "instead of the address "
    "ends the NTLM.",
    sql="""
    select a.target_name, a.server, a.client_process as program, count(*) as uses, count(distinct a.client) as clients,
      count(distinct a.account) as accounts, max(a.time) as last_time
    from authentications as a join auth_accesses as b on b.auth_id = a.auth_id
    join targets as t on t.target_name = a.target_name
    where t.is_address group by 1, 2, 3""",
    order="uses desc, target_name, server, program",
    columns=(
        column("target_name", "Asked for"),
        column("server", "Server it is"),
        column("program", "Program"),
        column("uses", "Authentications", "number"),
        column("clients", "Clients", "number"),
        column("accounts", "Accounts", "number"),
        column("last_time", "Last (UTC)", "time"),
    ),
    needs=("authentications", "auth_accesses", "targets"),
    empty="No client's record asks for an address.",
    drill=lambda row: uses_of("Asked for", "a.target_name", row["target_name"]),
    drill_on="uses",
)


def page(material: Material) -> Page:
    """The page."""
    answers = material.answers
    pairs = answers.arrow(
        """select client, server, count(*) as accesses from accesses group by client, server""", "accesses"
    )

    def draw(theme: Any) -> Any:
        from ntlmscan import plot

        return plot.flow(
            pairs, levels=("client", "server"), weight="accesses", top=15, theme=theme, title="Who asks whom"
        )

    return Page(
        slug="clients",
        title="Clients and programs",
        intro="Where NTLM begins. The program and the name it asks for decide what can be mended; they stand "
        "only in the client's own log.",
        blocks=[
            Chart("clients-flow", "Bands from clients to servers by accesses; the tables have the numbers.", draw),
            answers.table(_CLIENTS),
            _hours(material),
            answers.table(_PROGRAMS),
            answers.table(_ADDRESSES),
        ],
        cannot_see=[
            "Programs of clients without outgoing audit (8001, 4020), and of all clients that are not Windows.",
            "A program that acts through the kernel (SMB, HTTP.sys) shows as SYSTEM.",
        ],
    )


def _hours(material: Material) -> Chart:
    """A job that runs by itself shows by its hour: nightly, hourly, or at the end of the working day."""
    answers = material.answers
    hourly = answers.arrow(
        f"""with shorts as (
          select split_part(server, '.', 1) as short, count(distinct server) as servers from accesses group by 1
        ), uses as (
          select a.account || ' → ' || case when s.servers = 1 then s.short else a.server end as edge,
            date_trunc('hour', a.time) as hour, count(*) as uses
          from authentications as a join auth_accesses as b on b.auth_id = a.auth_id
          join shorts as s on s.short = split_part(a.server, '.', 1)
          where a.account is not null and a.time is not null group by 1, 2
        ), largest as (
          select edge from uses group by edge order by sum(uses) desc, edge limit {_EDGES}
        )
        select u.edge, u.hour, u.uses as authentications from uses as u join largest as l on l.edge = u.edge
        order by 1, 2""",
        "authentications",
        "auth_accesses",
        "accesses",
    )
    known = known_hours(answers)

    def draw(theme: Any) -> Any:
        from ntlmscan import plot

        return plot.calendar(
            hourly,
            by="edge",
            time="hour",
            weight="authentications",
            coverage=known,
            top=_EDGES,
            theme=theme,
            title="Hours of the largest uses",
        )

    return Chart(
        "clients-hours",
        f"Heat map of the {_EDGES} largest pairs of account and server against hours of the day, UTC.",
        draw,
    )

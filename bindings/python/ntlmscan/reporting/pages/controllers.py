"""Domain controllers and trusts: who validates, over which channel, for whom."""

from __future__ import annotations

from .._answers import Listing
from .._material import Material, column, uses_of
from .._model import Note, Page

_CONTROLLERS = Listing(
    key="dcs",
    title="Domain controllers",
    about="A controller's records lie on the controller that validated, so each one whose log is missing hides "
    "its part.",
    sql="""
    select h.host, h.domain, h.build, replace(h.families, ',', ', ') as families, coalesce(d.uses, 0) as uses,
      coalesce(d.passed_on, 0) as passed_on,
      e.n8004, e.n8005, e.n8006, e.n4776, e.n4030, e.n4032
    from hosts as h
    left join (
      select a.dc, count(*) as uses, sum(case when a.passed_on then 1 else 0 end) as passed_on
      from authentications as a join auth_accesses as b on b.auth_id = a.auth_id where a.dc is not null group by a.dc
    ) as d on d.dc = h.host
    left join (
      select n.host,
        sum(case when e.event_id in (8004, 4004) then 1 else 0 end) as n8004,
        sum(case when e.event_id in (8005, 4005) then 1 else 0 end) as n8005,
        sum(case when e.event_id in (8006, 4006) then 1 else 0 end) as n8006,
        sum(case when e.event_id = 4776 then 1 else 0 end) as n4776,
        sum(case when e.event_id in (4030, 4031) then 1 else 0 end) as n4030,
        sum(case when e.event_id in (4032, 4033) then 1 else 0 end) as n4032
      from events as e join host_names as n on n.name = e.computer
      where coalesce(e.origin, 'live') = 'live' and e.event_group = 'ntlm' group by n.host
    ) as e on e.host = h.host
    where h.role = 'dc'""",
    order="host",
    columns=(
        column("host", "Controller"),
        column("domain", "Domain"),
        column("build", "Build"),
        column("families", "Audit families seen"),
        column("uses", "Authentications", "number"),
        column("passed_on", "Passed on", "number", "A second controller took part"),
        column("n8004", "Via members (8004)", "number"),
        column("n8005", "At the DC (8005)", "number"),
        column("n8006", "Over a trust (8006)", "number"),
        column("n4776", "4776", "number"),
        column("n4030", "4030, 4031", "number"),
        column("n4032", "4032, 4033", "number"),
    ),
    needs=("hosts", "authentications", "auth_accesses", "host_names"),
    empty="No computer of these logs shows itself to be a domain controller. What controllers validated is "
    "unknown here.",
    drill=lambda row: uses_of("Controller", "a.dc", row["host"]),
    drill_on="uses",
)

_CHANNELS = Listing(
    key="channels",
    title="Who asked the controllers",
    about="The owner of the secure channel: the server that was accessed, or a broker (NPS, RD Gateway, "
    "Exchange, a proxy) that asked "
    "for somebody behind it. Many accounts and clients behind one channel are a sign of a broker.",
    sql="""
    select e.via_name, e.via_type,
      case e.via_type when '2' then 'member' when '3' then 'trust' when '4' then 'trust (downlevel)' when '6' then
        'controller'
        when '7' then 'read-only controller' else coalesce(e.via_type, 'not recorded') end as channel,
      count(*) as records, count(distinct lower(e.user_name)) as accounts, count(distinct lower(e.client_name)) as
        clients,
      count(distinct e.computer) as controllers, max(e.time) as last_time,
      min(e.source || '@' || cast(e.byte_offset as varchar)) as example
    from events as e
    where e.event_id in (8004, 8005, 8006, 4004, 4005, 4006) and e.provider = 'Microsoft-Windows-Security-Netlogon'
      and coalesce(e.origin, 'live') = 'live'
    group by 1, 2""",
    order="records desc, via_name, via_type",
    columns=(
        column("via_name", "Secure channel of"),
        column("channel", "Kind"),
        column("records", "Records", "number"),
        column("accounts", "Accounts", "number"),
        column("clients", "Clients", "number"),
        column("controllers", "Controllers", "number"),
        column("last_time", "Last (UTC)", "time"),
        column("example", "For example", "place"),
    ),
    needs=(),
    empty="No 8004 to 8006 is here: AuditNTLMInDomain = 7 on every controller (audits; refuses nothing) writes them.",
)

_DIRECT = Listing(
    key="dc-targets",
    title="NTLM aimed at controllers themselves",
    about="LDAP, SYSVOL and administration by address, or from another controller. These break first when the "
    "domain refuses NTLM.",
    sql="""
    select a.server, a.target_name, a.account_kind as kind, count(*) as uses, count(distinct a.account) as accounts,
      count(distinct a.client) as clients, min(a.client) as example
    from authentications as a join auth_accesses as b on b.auth_id = a.auth_id
    join hosts as h on h.host = a.server and h.role = 'dc' group by 1, 2, 3""",
    order="uses desc, server, target_name, kind",
    columns=(
        column("server", "Controller"),
        column("target_name", "Asked for"),
        column("kind", "Of"),
        column("uses", "Authentications", "number"),
        column("accounts", "Accounts", "number"),
        column("clients", "Clients", "number"),
        column("example", "For example from"),
    ),
    needs=("authentications", "auth_accesses", "hosts"),
    empty="No completed NTLM authentication had a controller as its server.",
    drill=lambda row: uses_of("At controller", "a.server", row["server"]),
    drill_on="uses",
)

_TRUSTS = Listing(
    key="trusts",
    title="Accounts of other domains",
    about="Passed on to another controller, over a trust or from a read-only one. On such a path either side "
    "can refuse, each by its own value.",
    sql="""
    select split_part(a.account, chr(92), 1) as domain, a.dc, count(*) as uses, count(distinct a.account) as accounts,
      count(distinct a.server) as servers
    from authentications as a join auth_accesses as b on b.auth_id = a.auth_id where a.passed_on group by 1, 2""",
    order="uses desc, domain, dc",
    columns=(
        column("domain", "Domain of the account"),
        column("dc", "Validated by"),
        column("uses", "Authentications", "number"),
        column("accounts", "Accounts", "number"),
        column("servers", "Servers", "number"),
    ),
    needs=("authentications", "auth_accesses"),
    empty="No authentication was seen at two controllers.",
)

_OVERLOAD = Listing(
    key="dc-overload",
    title="Slow and refused pass-through",
    about="NETLOGON 5816 to 5819: requests waited or timed out, mostly a matter of MaxConcurrentApi. 5832 to "
    "5835: pass-through over "
    "trusts allowed by an override, or refused.",
    sql="""
    select n.host as computer, e.event_id, e.event, count(*) as records, min(e.time) as first_time, max(e.time) as
      last_time
    from events as e join host_names as n on n.name = e.computer
    where (e.event_id between 5816 and 5819 or e.event_id between 5832 and 5835) and lower(e.provider) = 'netlogon'
    group by 1, 2, 3""",
    order="records desc, computer, event_id",
    columns=(
        column("computer", "Computer"),
        column("event_id", "Event", "id"),
        column("event", "Name"),
        column("records", "Records", "number"),
        column("first_time", "First (UTC)", "time"),
        column("last_time", "Last (UTC)", "time"),
    ),
    needs=("host_names",),
    empty="No such record.",
)


def page(material: Material) -> Page:
    """The page."""
    tables = [material.answers.table(one) for one in (_CONTROLLERS, _CHANNELS, _DIRECT, _TRUSTS, _OVERLOAD)]
    warning = Note(
        "warning",
        "A channel is not a target",
        [
            "What NPS, an Exchange server or a proxy asks for comes from somebody behind it. MS-CHAPv2 is not "
            "the client's NTLM at all, and "
            "refusing NTLM in the domain breaks it.",
        ],
    )
    return Page(
        slug="controllers",
        title="Controllers and trusts",
        intro="Who validates NTLM, through which secure channels, and what is aimed at the controllers themselves.",
        blocks=[tables[0], warning, *tables[1:]],
        cannot_see=["Controllers whose logs are not here, and the far side of a trust."],
    )

"""NTLMv1 and weak NTLM: what is proven, what is suspected, what only looks like it."""

from __future__ import annotations

from .._answers import Listing, Row
from .._material import Material, column
from .._model import Block, Code, Drill, Note, Page
from .._text import name

_FINDINGS = Listing(
    key="v1-findings",
    title="By finding",
    about="Proven: an enhanced record says so. Suspected: 4624 alone. Contradicted: 4624 says V1, an enhanced "
    "record NTLMv2. "
    "Null session: no key material, so no version; never NTLMv1. Derived: 4024, 4025.",
    sql="""
    select finding, basis, count(*) as uses, count(distinct account) as accounts, count(distinct client) as clients,
      count(distinct server) as servers, min(time) as first_time, max(time) as last_time,
      case finding when 'proven' then 0 when 'suspected' then 1 when 'derived' then 2 when 'contradicted' then 3 else
        4 end as rank
    from ntlmv1 group by finding, basis""",
    order="rank, basis",
    columns=(
        column("finding", "Finding"),
        column("basis", "Read from"),
        column("uses", "Authentications", "number"),
        column("accounts", "Accounts", "number"),
        column("clients", "Clients", "number"),
        column("servers", "Servers", "number"),
        column("first_time", "First (UTC)", "time"),
        column("last_time", "Last (UTC)", "time"),
    ),
    needs=("ntlmv1",),
    empty="No record of these logs shows NTLMv1, LM or a null session. 8001 to 8006 carry no version.",
    drill=lambda row: (
        None
        if row["finding"] == "derived"
        else Drill(f"NTLMv1, {row['finding']}", "v1", ("f.finding", "f.basis"), (row["finding"], row["basis"]))
    ),
    drill_on="uses",
)


def _edge(row: Row) -> Drill | None:
    if row["finding"] == "derived":
        return None
    return Drill(
        f"NTLMv1, {row['finding']}: {name(row['account'])} at {name(row['server'])}",
        "v1",
        ("f.finding", "a.account", "a.client", "a.server"),
        (row["finding"], row["account"], row["client"], row["server"]),
    )


_EDGES = Listing(
    key="v1-edges",
    title="Who sends it, who accepts it",
    about="Null sessions stand apart, on the page of noise. The client sends NTLMv1, so its "
    "LmCompatibilityLevel is what to raise; "
    "the server and its controller accept it.",
    sql="""
    select finding, ntlm_version, account, client, server, count(*) as uses, min(time) as first_time, max(time) as
      last_time,
      count(distinct cast(time as date)) as days, case finding when 'proven' then 0 when 'suspected' then 1 else 2 end
        as rank
    from ntlmv1 where finding <> 'null_session' group by finding, ntlm_version, account, client, server""",
    order="rank, uses desc, account, client, server",
    columns=(
        column("finding", "Finding"),
        column("ntlm_version", "Version"),
        column("account", "Account"),
        column("client", "Client (sends)"),
        column("server", "Server (accepts)"),
        column("uses", "Authentications", "number"),
        column("days", "Days", "number"),
        column("first_time", "First (UTC)", "time"),
        column("last_time", "Last (UTC)", "time"),
    ),
    needs=("ntlmv1",),
    empty="Nothing but null sessions, or nothing at all.",
    drill=_edge,
    drill_on="uses",
)

_WEAK = Listing(
    key="v1-weak",
    title="Warnings about weak NTLM (4021, 4023, 4031, 4033)",
    about="A warning is no block and no proof of NTLMv1: it says that the version, the integrity code or the "
    "channel binding was weak. "
    "Null sessions are left out.",
    sql="""
    select n.host as computer, e.event_id, coalesce(e.ntlm_version, 'not recorded') as version,
      coalesce(e.mic_status, 'not recorded') as mic, coalesce(e.channel_binding, 'not recorded') as binding, count(*)
        as records,
      count(distinct e.user_name) as accounts, min(e.source || '@' || cast(e.byte_offset as varchar)) as example
    from events as e join host_names as n on n.name = e.computer
    where e.weakness and coalesce(e.user_name, '') <> 'ANONYMOUS LOGON' and coalesce(e.origin, 'live') = 'live'
    group by 1, 2, 3, 4, 5""",
    order="records desc, computer, event_id, version, mic, binding",
    columns=(
        column("computer", "Computer"),
        column("event_id", "Event", "id"),
        column("version", "Version"),
        column("mic", "Integrity code"),
        column("binding", "Channel binding"),
        column("records", "Records", "number"),
        column("accounts", "Accounts", "number"),
        column("example", "For example", "place"),
    ),
    needs=("host_names",),
    empty="No warning of the enhanced audit: it is not there, not on, or found nothing weak.",
)


def page(material: Material) -> Page:
    """The page."""
    answers = material.answers
    blocks: list[Block] = [
        Note(
            "steps",
            "First things first",
            [
                "NTLMv1, SMBv1 and missing signing come before any blocking of NTLM: they are the worst of it "
                "and the easiest to end.",
                [
                    "Raise ",
                    Code("LmCompatibilityLevel"),
                    " on the clients named below: 3 sends NTLMv2 only, and 5 on a controller refuses LM and "
                    "NTLMv1 as well: an outage for each proven row below until its client is mended.",
                ],
                [
                    Code("BlockNtlmv1SSO"),
                    ": 0 audits (4024), 1 refuses (4025). The default goes from 0 to 1 in October 2026; the rows "
                    "called derived are what that refuses.",
                ],
            ],
        ),
        answers.table(_FINDINGS),
        answers.table(_EDGES),
        answers.table(_WEAK),
    ]
    return Page(
        slug="ntlmv1",
        title="NTLMv1 and downgrades",
        intro="Proven and suspected are kept apart, and anonymous sessions, which Windows records as V1 "
        "whatever was spoken, are counted in "
        "neither.",
        blocks=blocks,
        cannot_see=[
            "The version of a failed logon (4625 carries none) and of authentications that only 8001 to 8006 saw.",
            "SMBv1 and missing signing: other logs tell these.",
        ],
    )

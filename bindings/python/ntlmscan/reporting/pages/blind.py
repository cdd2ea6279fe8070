"""Blind spots by name: who is not in the logs, and which audit setting would end that."""

from __future__ import annotations

from .._answers import Listing
from .._material import Material, column
from .._model import Block, Code, Note, Page, Prose
from .._text import counted

# A setting that the user states to be on is no gap: there the absence of a record says that nothing happened.
UNSTATED_GAPS = """
    select g.host, g.role, g.setting
    from (select host, role, trim(unnest(regexp_extract_all(missing_audit, '[^;(]+(\\([^)]*\\))?'))) as setting
      from hosts where missing_audit is not null) as g
    left join audit_levels as l on l.host = g.host
    where not case split_part(g.setting, ' = ', 1)
      when 'RestrictSendingNTLMTraffic' then coalesce(l.outgoing, '0') <> '0'
      when 'AuditReceivingNTLMTraffic' then coalesce(l.incoming, '0') = '2'
      when 'AuditNTLMInDomain' then coalesce(l.domain_level, '0') = '7'
      else false end"""
GAPS_NEED = ("hosts", "audit_levels")

_SETTINGS = Listing(
    key="blind-settings",
    title="Settings that would show more",
    about="Each is printed with what its value does. These audit; none refuses anything. What settings.csv of the "
    "context states to be on is left out.",
    sql=f"""
    select setting, count(*) as computers,
      sum(case when role = 'dc' then 1 else 0 end) as dcs, sum(case when role = 'server' then 1 else 0 end) as servers,
      sum(case when role = 'client' then 1 else 0 end) as clients, min(host) as example
    from ({UNSTATED_GAPS}
    ) group by 1""",
    order="computers desc, setting",
    columns=(
        column("setting", "Setting", "prose"),
        column("computers", "Computers without it", "number"),
        column("dcs", "Domain controllers", "number"),
        column("servers", "Servers", "number"),
        column("clients", "Clients", "number"),
        column("example", "For example"),
    ),
    needs=GAPS_NEED,
    empty="Every computer shows every family of audit records, or is stated to audit it.",
)

_SILENT = Listing(
    key="blind-silent",
    title="Machines that others name and that wrote no log here",
    about="Names are claims of the client, or what a controller's secure channel says. A machine that is not "
    "Windows, or whose "
    "log was not collected, stands here.",
    sql="""
    select m.machine, sum(m.as_client) as as_client, sum(m.as_server) as as_server, sum(m.as_client) +
      sum(m.as_server) as uses,
      min(m.address) as address
    from (
      select a.client as machine, 1 as as_client, 0 as as_server, a.client_address as address
      from authentications as a join auth_accesses as b on b.auth_id = a.auth_id where a.client is not null
      union all
      select a.server, 0, 1, null from authentications as a join auth_accesses as b on b.auth_id = a.auth_id
      where a.server is not null
    ) as m
    where m.machine not in (select host from hosts)
    group by m.machine""",
    order="uses desc, machine",
    columns=(
        column("machine", "Machine, as named"),
        column("as_client", "Authentications from it", "number"),
        column("as_server", "Authentications to it", "number"),
        column("address", "An address of it"),
    ),
    needs=("authentications", "auth_accesses", "hosts"),
    empty="Every machine that is named wrote a log here.",
)

_GUARD = Listing(
    key="blind-guard",
    title="Computers with Credential Guard",
    about="There NTLMv1 and keys are refused (4013, 4014), and the usual audit records may be missing: an "
    "empty log is no proof.",
    sql="""
    select n.host as computer, sum(case when e.event_id = 4013 then 1 else 0 end) as v1_refused,
      sum(case when e.event_id = 4014 then 1 else 0 end) as keys_refused, max(e.time) as last_time
    from events as e join host_names as n on n.name = e.computer
    where e.event_id in (4013, 4014) and e.provider = 'Microsoft-Windows-NTLM'
    group by n.host""",
    order="computer",
    columns=(
        column("computer", "Computer"),
        column("v1_refused", "4013: NTLMv1 refused", "number"),
        column("keys_refused", "4014: key refused", "number"),
        column("last_time", "Last (UTC)", "time"),
    ),
    needs=("host_names",),
    empty="No record says so. A computer can run Credential Guard and never write one.",
)


def page(material: Material) -> Page:
    """The page."""
    answers = material.answers
    blocks: list[Block] = [
        Note("missing", "What these logs cannot show", _silences(material)),
        answers.table(_SETTINGS),
        answers.table(_SILENT),
        answers.table(_GUARD),
    ]
    return Page(
        slug="blind",
        title="What the data cannot show",
        intro="What is missing here may well happen. Each gap has its name, and the setting that would close "
        "it where there is one.",
        blocks=blocks,
        cannot_see=["Machines that no record names: nothing here can know of them."],
    )


def _silences(material: Material) -> list[Prose]:
    found = material.answers.one(
        """select
          sum(case when not list_contains(string_split(families, ','), 'outgoing') and role <> 'dc' then 1 else 0 end)
            as without_outgoing,
          sum(case when not (list_contains(string_split(families, ','), 'incoming') or
            list_contains(string_split(families, ','), 'incoming_domain')) then 1 else 0 end) as without_incoming,
          sum(case when role = 'dc' and not list_contains(string_split(families, ','), 'domain') then 1 else 0 end) as
            without_domain,
          sum(case when list_contains(string_split(families, ','), 'enhanced') then 1 else 0 end) as with_enhanced,
            count(*) as hosts
        from hosts""",
        "hosts",
    )
    hosts = found["hosts"] or 0
    told: list[Prose] = []
    if material.scope.controllers == 0:
        told.append(
            "No domain controller's log is here: what controllers validated, and what their policies would "
            "refuse, is unknown."
        )
    elif found["without_domain"]:
        told.append(
            [
                f"On {found['without_domain']:,} of {counted(material.scope.controllers, 'domain controller')} "
                "no 8004 to "
                "8006 was written: set ",
                Code("AuditNTLMInDomain = 7"),
                " (audits all NTLM in the domain; refuses nothing).",
            ]
        )
    if found["without_outgoing"]:
        told.append(
            [
                f"On {found['without_outgoing']:,} of {counted(hosts, 'computer')} no outgoing NTLM (8001) was "
                "written: "
                "program and target name are unknown there. ",
                Code("RestrictSendingNTLMTraffic = 1"),
                " audits; 2 would be an outage.",
            ]
        )
    if found["without_incoming"]:
        told.append(
            [
                f"On {found['without_incoming']:,} of {counted(hosts, 'computer')} no incoming NTLM (8002, "
                "8003) was written: ",
                Code("AuditReceivingNTLMTraffic = 2"),
                " audits all accounts.",
            ]
        )
    told.append(
        f"Reasons (4020 to 4023: Windows 11 24H2, Server 2025 and later, by update level) were written on "
        f"{found['with_enhanced'] or 0:,} of {counted(hosts, 'computer')}. Elsewhere a cause is a rule's "
        "conclusion, or unknown."
    )
    if not any(
        row.get("policy", "") and str(row["policy"]).lower().startswith("audit")
        for row in material.context.get("context_settings", ())
    ):
        told.append(
            [
                "Nobody stated the audit level of these computers, and logs do not hold it. Say it in ",
                Code("settings.csv"),
                ", for example ",
                Code("*,AuditReceivingNTLMTraffic,2,2026-01-01"),
                ".",
            ]
        )
    told += [
        "The name of a client is what the client says of itself. The name of a secure channel is who asked the "
        "controller: perhaps NPS, Exchange or a proxy in front of the real server.",
        "Failed logons (4625) carry no NTLM version; 4776 names neither server nor version.",
        "After enforcement, fewer refusals can mean that clients gave up, not that nothing needs NTLM.",
    ]
    return told

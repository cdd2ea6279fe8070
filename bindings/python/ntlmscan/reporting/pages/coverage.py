"""Coverage: how far the logs can be believed, host by host, and which setting would make them say more."""

from __future__ import annotations

from typing import Any

from .._answers import Listing
from .._material import Material, column
from .._model import Block, Chart, Code, Name, Note, Page, Prose
from .._text import counted, name

_STRIPS = 40

_FAMILIES = Listing(
    key="coverage-families",
    title="Coverage by computer and family of events",
    about="Whole hours between the first and the last record of a log, less those with missing records. The "
    "worst come first. A log that was silent for days and lost no record counts as covered here: the computer may have "
    "been off. The picture above shows such days as unknown where the numbers of the records do not prove it.",
    sql="""
    select c.computer, h.role, c.family, c.verdict, c.reason, c.hours_covered, c.first_time, c.last_time, c.records,
      c.missing_records, case when c.wrapped then 'yes' else 'no' end as wrapped, c.cleared, c.dropped,
      case c.verdict when 'none' then 0 when 'thin' then 1 else 2 end as badness,
      case h.role when 'dc' then 0 when 'server' then 1 else 2 end as weight
    from host_coverage as c join hosts as h on h.host = c.computer""",
    order="weight, badness, computer, family",
    columns=(
        column("computer", "Computer"),
        column("role", "Role"),
        column("family", "Family"),
        column("verdict", "Verdict"),
        column("reason", "Why not enough", "prose"),
        column("hours_covered", "Hours covered", "number"),
        column("first_time", "From (UTC)", "time"),
        column("last_time", "To (UTC)", "time"),
        column("records", "Records", "number"),
        column("missing_records", "Missing records", "number", "Record ids absent between the first and the last"),
        column("wrapped", "Wrapped", about="The log no longer begins with its first record"),
        column("cleared", "Cleared", "number"),
        column("dropped", "Dropped", "number"),
    ),
    needs=("host_coverage", "hosts"),
)

_HOSTS = Listing(
    key="coverage-hosts",
    title="Computers that wrote the logs",
    about="The role and what it is read from; the audit families that left records; the settings that would show more. "
    "From and to are whole hours.",
    sql="""
    select host, role, role_evidence, domain, build, replace(families, ',', ', ') as families, missing_audit,
      first_time, last_time, records,
      case role when 'dc' then 0 when 'server' then 1 else 2 end as weight
    from hosts""",
    order="weight, host",
    columns=(
        column("host", "Computer"),
        column("role", "Role"),
        column("role_evidence", "Role read from"),
        column("domain", "Domain"),
        column("build", "Build"),
        column("families", "Audit families seen"),
        column("missing_audit", "To see more, set", "lines"),
        column("first_time", "From (UTC)", "time"),
        column("last_time", "To (UTC)", "time"),
        column("records", "Records", "number"),
    ),
    needs=("hosts",),
)

_FAULTS = Listing(
    key="coverage-faults",
    title="What could not be read, or was odd",
    about="Lost means that bytes which should hold records could not be read: the numbers of this report are "
    "too low by them.",
    sql="""
    select severity, code, count(*) as faults, count(distinct source) as files, cast(sum(bytes) as bigint) as bytes,
      min(source || '@' || cast(byte_offset as varchar)) as example, min(message) as message,
      case severity when 'lost' then 0 when 'tamper' then 1 else 2 end as weight
    from faults group by severity, code""",
    order="weight, faults desc, code",
    columns=(
        column("severity", "Severity"),
        column("code", "Code"),
        column("faults", "Faults", "number"),
        column("files", "Files", "number"),
        column("bytes", "Bytes", "number"),
        column("example", "For example", "place"),
        column("message", "What was found"),
    ),
    needs=(),
    empty="Every byte that should hold a record was read.",
)

_CLOCKS = Listing(
    key="coverage-clocks",
    title="Clocks",
    about="How far each computer's clock stood from the reference, as bursts that two machines recorded tell. "
    "Records are joined after taking this out; where nothing is known, zero is assumed. Hops: over how many "
    "comparisons it is known.",
    sql="""
    select c.host as computer, round(min(o.clock_offset) / 1e6, 1) as least, round(max(o.clock_offset) / 1e6, 1) as
      most,
      max(o.hops) as hops, count(*) as days, max(abs(o.clock_offset)) as size
    from clock_offsets as o join (select distinct host, host_no from host_names) as c on c.host_no = o.host_no
    group by c.host having max(abs(o.clock_offset)) >= 1000000""",
    order="size desc, computer",
    columns=(
        column("computer", "Computer"),
        column("least", "Least offset (s)", "number"),
        column("most", "Largest offset (s)", "number"),
        column("days", "Days", "number"),
        column("hops", "Hops", "number"),
    ),
    needs=("clock_offsets", "host_names"),
    empty="No clock is known to be a second or more off.",
)


def page(material: Material) -> Page:
    """The page."""
    answers = material.answers
    blocks: list[Block] = [_strip(material), *_alarms(material)]
    blocks += [answers.table(_FAMILIES), answers.table(_HOSTS), answers.table(_CLOCKS), answers.table(_FAULTS)]
    return Page(
        slug="coverage",
        title="Coverage and trust",
        intro="Absence of a record proves something only where the log was there, was on, and lost nothing. "
        "This page says "
        "where that holds.",
        blocks=blocks,
        cannot_see=[
            "A family without a record may be switched off, or nothing happened; the logs do not tell these apart.",
            [
                "The audit level (incoming 1 or 2, domain 1 to 7) is not in the logs: state it in ",
                Code("settings.csv"),
                " of the context folder.",
            ],
            "Computers that wrote no log here; they are named on the page of blind spots where others mention them.",
        ],
    )


def _strip(material: Material) -> Chart:
    answers = material.answers
    hosts = answers.one("select count(*) as n from hosts", "hosts")["n"]
    spans = answers.arrow(
        f"""with ranked as (
          select computer, max(hours_covered) as hours from host_coverage group by computer
        ), chosen as (
          select r.computer from ranked as r join hosts as h on h.host = r.computer
          order by case h.role when 'dc' then 0 when 'server' then 1 else 2 end, r.hours, r.computer limit {_STRIPS}
        )
        select c.source, n.host as computer, c.channel, c.hour, c.first_record_id, c.last_record_id, c.forwarded
        from coverage as c join host_names as n on n.name = c.computer join chosen as k on k.computer = n.host
        where c.channel in ('Security', 'Microsoft-Windows-NTLM/Operational')""",
        "host_coverage",
        "hosts",
        "host_names",
    )
    title = "Known hours by computer" if hosts <= _STRIPS else f"Known hours: {_STRIPS} of {hosts:,} computers"

    def draw(theme: Any) -> Any:
        from ntlmscan import plot

        return plot.coverage(spans, top=_STRIPS, theme=theme, title=title)

    return Chart(
        "coverage-strip", "Heat strip of known hours by computer; the table of families has the numbers.", draw
    )


def _alarms(material: Material) -> list[Block]:
    answers = material.answers
    wrong = answers.rows(
        """select computer, max(case when wrapped then 1 else 0 end) as wrapped, max(cleared) as cleared,
          max(dropped) as dropped from host_coverage group by computer order by computer""",
        "host_coverage",
    )
    contradicted = answers.rows(
        """select n.host, count(*) as n from events as e join host_names as n on n.name = e.computer
        where e.event_id in (6038, 6039) and e.provider in ('LsaSrv', 'Microsoft-Windows-LSA')
          and n.host not in (select coalesce(server, '') from authentications)
          and n.host not in (select coalesce(client, '') from authentications)
        group by n.host order by n.host""",
        "host_names",
        "authentications",
    )
    found: list[Prose] = []
    for key, words in (
        ("wrapped", "no longer begins with its first record"),
        ("cleared", "was cleared (1102, 104)"),
        ("dropped", "lost records before they were written (1101)"),
    ):
        if hosts := [row["computer"] for row in wrong if row[key]]:
            found.append([f"A log {words} on {counted(len(hosts), 'computer')}: ", *_names(hosts)])
    if contradicted:
        hosts = [row["host"] for row in contradicted]
        found.append(
            [
                f"{counted(len(hosts), 'computer')} said that NTLM is in use there (LsaSrv 6038, 6039) and shows no "
                "authentication here, a contradiction and not an all-clear: ",
                *_names(hosts),
            ]
        )
    return [Note("warning", "Logs that cannot be taken as whole", found)] if found else []


def _names(names: list[str], most: int = 8) -> list[Any]:
    parts: list[Any] = []
    for at, one in enumerate(names[:most]):
        parts += [", "] if at else []
        parts.append(Name(name(one)))
    return [*parts, f" and {len(names) - most:,} more"] if len(names) > most else parts

"""Appendix: how things are counted, which events were read, which files."""

from __future__ import annotations

from collections.abc import Sequence

import ntlmscan

from .._answers import Listing
from .._material import Material, column
from .._model import Block, Cell, Column, Link, Note, Page, Table
from .._text import cell

_FILES = Listing(
    key="files",
    title="Files that were read",
    about="The checksum stands where the scan was asked for it.",
    sql="select source, state, records, rows, chunks, chunks_bad, bytes_skipped, faults, size, first_time, "
    "last_time, sha256 from files",
    order="source",
    columns=(
        column("source", "File", "place"),
        column("state", "State"),
        column("records", "Records", "number"),
        column("rows", "Kept", "number"),
        column("chunks", "Chunks", "number"),
        column("chunks_bad", "Bad chunks", "number"),
        column("bytes_skipped", "Bytes skipped", "number"),
        column("faults", "Faults", "number"),
        column("size", "Bytes", "number"),
        column("first_time", "First (UTC)", "time"),
        column("last_time", "Last (UTC)", "time"),
        column("sha256", "SHA-256", "code"),
    ),
    needs=(),
)


def page(material: Material) -> Page:
    """The page."""
    blocks: list[Block] = [
        Note(
            "note",
            "How things are counted",
            [
                "An authentication is one NTLM exchange, whatever number of records client, server and "
                "controller wrote about it; the records are "
                "joined by account, client, server and time, after each clock's offset is taken out.",
                "An access folds authentications of one account from one client to one server that lie less "
                "than two seconds apart.",
                "Counted as use: completed, or recorded in 8003 to 8006 without a result. Attempts that nobody "
                "saw arrive, handshakes alone, "
                "failures, null sessions and interactive logons are not.",
                [
                    "Records in slack or carved, and copies of other records, count nowhere. What was set "
                    "apart stands in the ",
                    Link("noise ledger", "noise"),
                    ".",
                ],
                "In a burst the k-th record of one machine goes with the k-th of another: numbers are right "
                "where single pairs may be swapped.",
                "Times are UTC. Characters that cannot be seen are written by number, as \\u202e; of names "
                "beyond 160 characters the middle is left out.",
            ],
        ),
        _events(material),
        material.answers.table(_FILES),
    ]
    return Page(
        slug="appendix",
        title="Appendix",
        intro="What stands behind the numbers: method, events, files.",
        blocks=blocks,
        cannot_see=["What the files held before they were copied, wrapped or cleared."],
    )


def _events(material: Material) -> Table:
    """The events of the catalogue that these logs hold, with what each says and cannot say."""
    sql = """
    select e.provider, e.event_id, count(*) as records, count(distinct coalesce(n.host, e.computer)) as computers
    from events as e left join host_names as n on n.name = e.computer
    where e.provider is not null group by e.provider, e.event_id"""
    counts = {(row["provider"], row["event_id"]): row for row in material.answers.rows(sql, "host_names")}
    rows: list[Sequence[Cell]] = []
    for one in ntlmscan.catalogue():
        if found := counts.get((one.provider, one.event_id)):
            rows.append(
                [
                    one.event_id,
                    cell(one.provider),
                    cell(one.vantage),
                    found["records"],
                    found["computers"],
                    cell(one.title, "prose"),
                    cell(one.cannot_say, "prose"),
                    cell(one.written_by, "prose"),
                ]
            )
    rows.sort(key=lambda row: (str(row[0]).zfill(6), str(row[1])))
    columns = [
        Column("Event", "id"),
        Column("Provider"),
        Column("View"),
        Column("Records", "number"),
        Column("Computers", "number"),
        Column("Says", "prose"),
        Column("Cannot say", "prose"),
        Column("Written when", "prose"),
    ]
    return Table(
        key="events",
        title="Events in these logs",
        columns=columns,
        rows=rows,
        total=len(rows),
        query=sql.strip(),
        about="More about each: ntlmscan explain ID.",
        empty="No record of an event that is known here.",
    )

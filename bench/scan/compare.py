"""Rows before time: what ntlmscan found in an input is held against what evtx_dump says about it."""

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as parquet

from bench.peers import evtx_dump
from bench.scan.inputs import Input

Key = tuple[str, int]
Cells = dict[str, Any]

# Fields whose value stands unchanged in one column, placeholders apart.
FIELDS: dict[Key, dict[str, str]] = {
    ("microsoft-windows-security-auditing", 4624): {
        "TargetUserName": "user_name",
        "TargetDomainName": "user_domain",
        "SubjectUserName": "caller_name",
        "LogonType": "logon_type",
        "AuthenticationPackageName": "auth_package",
        "ProcessName": "process_name",
    },
    ("microsoft-windows-security-auditing", 4634): {"TargetUserName": "user_name", "LogonType": "logon_type"},
    ("microsoft-windows-security-auditing", 4672): {"SubjectUserName": "user_name", "SubjectDomainName": "user_domain"},
    ("microsoft-windows-security-auditing", 4776): {"TargetUserName": "user_name", "PackageName": "auth_package"},
    ("microsoft-windows-security-auditing", 4769): {"TargetUserName": "user_name", "ServiceName": "service_name"},
    ("microsoft-windows-ntlm", 8001): {"TargetName": "target_name", "ProcessName": "process_name"},
    ("microsoft-windows-ntlm", 8004): {"UserName": "user_name"},
}
NUMBERS = {"logon_type"}
PLACEHOLDERS = {"", "-", "(NULL)", "NULL", "Null"}
SYSTEM = ["record_id", "time", "computer", "channel", "event_id"]


@dataclass(frozen=True)
class Rows:
    """What both found; `values` is how many cells were compared, all equal."""

    records: int
    kept: int
    values: int


def catalogue(page: Path) -> set[Key]:
    """Provider and id of every event that is kept, from the generated list of events."""
    rows = re.findall(r"^\| (\d+) \| ([^|]+?) \| [^|]+ \| `", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {(provider.lower(), int(event_id)) for event_id, provider in rows}


def records_and_rows(output: Path) -> tuple[int, int]:
    """Totals of a finished scan, out of the table of files beside its events."""
    files = parquet.read_table(output.with_name(f"{output.stem}.files.parquet"), columns=["records", "rows"])
    return sum(files["records"].to_pylist()), sum(files["rows"].to_pylist())


def _cell(column: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if column in NUMBERS:
        return int(value, 0)
    text = value.rstrip("\0 \t\r\n")
    return None if text in PLACEHOLDERS else text


def _from_row(row: dict[str, Any]) -> Cells:
    mapped = FIELDS.get((str(row["provider"]).lower(), row["event_id"]), {})
    return {name: row[name] for name in [*SYSTEM, *mapped.values()]}


def _from_event(event: evtx_dump.Event) -> Cells:
    data = evtx_dump.payload(event)
    mapped = FIELDS.get(evtx_dump.key(event), {})
    return evtx_dump.system_values(event) | {column: _cell(column, data.get(field)) for field, column in mapped.items()}


def _sorted(cells: list[Cells]) -> list[Cells]:
    return sorted(cells, key=lambda row: [str(value) for value in row.values()])


def _compare_values(kind: str, ours: list[Cells], theirs: list[Cells]) -> int:
    """Without regard to order: evtx_dump writes the chunks of some files in the order of their record numbers."""
    for found, wanted in zip(_sorted(ours), _sorted(theirs), strict=True):
        if found != wanted:
            raise SystemExit(f"{kind}: a row is\n  {found}\nand in evtx_dump\n  {wanted}")
    return sum(len(row) for row in ours)


def compare_slice(
    *, made: Input, output: Path, peer: Path, events_page: Path, only: frozenset[int] | None = None
) -> Rows:
    """Every row of the slice against evtx_dump's record: the same ones with the same values."""
    wanted = {key for key in catalogue(events_page) if only is None or key[1] in only}
    columns = sorted({"provider", *SYSTEM, *(name for fields in FIELDS.values() for name in fields.values())})
    rows = parquet.read_table(output, columns=columns).to_pylist()
    theirs = list(evtx_dump.events(peer, made.slice))
    kept = [event for event in theirs if evtx_dump.key(event) in wanted]
    counted = Counter(evtx_dump.key(event) for event in kept)
    ours = Counter((str(row["provider"]).lower(), row["event_id"]) for row in rows)
    if ours != counted:
        raise SystemExit(f"{made.kind}: rows differ: ours more {ours - counted}, evtx_dump more {counted - ours}")
    records, count = records_and_rows(output)
    if records != len(theirs) or count != len(rows):
        raise SystemExit(f"{made.kind}: {records} records and {count} rows, not {len(theirs)} and {len(rows)}")
    values = _compare_values(made.kind, [_from_row(row) for row in rows], [_from_event(event) for event in kept])
    return Rows(records=records, kept=count, values=values)

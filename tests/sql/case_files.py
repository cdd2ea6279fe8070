"""Reads a case: small tables of events written by hand, and the rows an analysis must answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
from ntlmscan.policies import Asked, policies
from ntlmscan.schema_tables import SIDES
from ntlmscan.schema_tables import TABLES as SCANNED

TABLES = SCANNED | SIDES
CASES = Path(__file__).parent / "cases"
DAY = "2026-03-02"
TYPES = {
    "string": pa.string(),
    "bigint": pa.int64(),
    "int": pa.int32(),
    "boolean": pa.bool_(),
    "timestamp": pa.timestamp("us", "UTC"),
}
NTLM = "Microsoft-Windows-NTLM"
NETLOGON = "Microsoft-Windows-Security-Netlogon"
AUDITING = "Microsoft-Windows-Security-Auditing"
WOULD_BLOCK = {8001, 8002, 8003, 8004, 8005, 8006}
BLOCKED = {4001, 4002, 4003, 4004, 4005, 4006, 4013, 4015}
DC_AUDIT = {8004, 8005, 8006, 4004, 4005, 4006, 4030, 4031, 4032, 4033}
BY_STATUS = {4776, 4022, 4023, 4030, 4031, 4032, 4033, 4768, 4769}
LOG_PROVIDERS = {12: "Microsoft-Windows-Kernel-General", 13: "Microsoft-Windows-Kernel-General", 6038: "LsaSrv"}


@dataclass
class Expectation:
    analysis: str
    columns: list[str]
    rows: list[tuple[str, ...]]
    parameters: dict[str, Any] = field(default_factory=dict)


@dataclass
class Case:
    name: str
    tables: dict[str, list[dict[str, Any]]]
    context: dict[str, list[dict[str, Any]]]
    expectations: list[Expectation]
    policies: list[str] = field(default_factory=list)
    exceptions: dict[str, list[str]] = field(default_factory=dict)

    def asked(self) -> Asked:
        return Asked(policies(self.policies), self.exceptions)

    def arrow(self) -> dict[str, pa.Table]:
        return {name: arrow_table(name, rows) for name, rows in self.tables.items()}


def arrow_table(name: str, rows: list[dict[str, Any]]) -> pa.Table:
    schema = pa.schema([(column, TYPES[kind]) for column, kind in TABLES[name].items()])
    return pa.Table.from_pylist([{c: row.get(c) for c in schema.names} for row in rows], schema=schema)


def all_cases() -> list[Case]:
    return [read_case(path) for path in sorted(CASES.glob("*.txt"))]


def read_case(path: Path) -> Case:
    case = Case(path.stem, {name: [] for name in TABLES}, {}, [])
    for title, header, lines in _sections(path.read_text(encoding="utf-8")):
        words = title.split()
        if words[0] == "expect":
            given = dict(word.split("=", 1) for word in words[2:])
            case.expectations.append(Expectation(words[1], header, [tuple(line) for line in lines], given))
        elif title == "asked policies":
            case.policies = [line[0] for line in lines]
        elif title == "asked exceptions":
            for kind, entry in lines:
                case.exceptions.setdefault(kind, []).append(entry)
        elif words[0] == "context":
            case.context[f"context_{words[1]}"] = [_context_row(header, line) for line in lines]
        else:
            for line in lines:
                row = _typed(words[0], {k: v for k, v in zip(header, line, strict=True) if v})
                case.tables[words[0]].append(
                    _completed(row, len(case.tables["events"]), path.stem) if words[0] == "events" else row
                )
    return case


def _sections(text: str) -> Iterator[tuple[str, list[str], list[list[str]]]]:
    title = ""
    header: list[str] = []
    lines: list[list[str]] = []
    for raw in [*text.splitlines(), "[end]"]:
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("["):
            if title:
                yield title, header, lines
            title, header, lines = line.strip("[]"), [], []
            continue
        cells = [cell.strip() for cell in line.split("|")]
        if header:
            lines.append(cells)
        else:
            header = cells


def _context_row(header: list[str], line: list[str]) -> dict[str, Any]:
    return {
        name: _moment(value) if name in ("since", "expires", "time") and value else value or None
        for name, value in zip(header, line, strict=True)
    }


def _moment(text: str) -> datetime:
    if "-" not in text:
        text = f"{DAY}T{text}"
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _typed(table: str, row: dict[str, str]) -> dict[str, Any]:
    kinds = TABLES[table]
    made: dict[str, Any] = {}
    for name, value in row.items():
        kind = kinds[name]
        if kind == "timestamp":
            made[name] = _moment(value)
        elif kind in ("bigint", "int"):
            made[name] = int(value, 0)
        elif kind == "boolean":
            made[name] = value == "yes"
        else:
            made[name] = value
    return made


def _completed(row: dict[str, Any], position: int, case: str) -> dict[str, Any]:
    """What the scanner would have said beside the written cells."""
    event = row["event_id"]
    ntlm_log = 8001 <= event <= 8006 or 4001 <= event <= 4033
    provider = LOG_PROVIDERS.get(event, "EventLog" if 6005 <= event <= 6011 else AUDITING)
    if ntlm_log:
        provider = (
            NETLOGON if event in (8004, 8005, 8006, 4004, 4005, 4006) or (event >= 4030 and event < 4100) else NTLM
        )
    channel = f"{NTLM}/Operational" if ntlm_log else "Security" if provider == AUDITING else "System"
    moment = row.get("time")
    defaults = {
        "source": f"{case}/{row['computer']}/{channel.split('/')[0]}.evtx",
        "byte_offset": 4096 + 1024 * position,
        "record_id": position + 1,
        "origin": "live",
        "forwarded": False,
        "filetime": None if moment is None else int(moment.timestamp() * 1_000_000) * 10 + 116444736000000000,
        "channel": channel,
        "provider": provider,
        "event_group": _group(event, row),
        "outcome": _outcome(event, row),
    }
    if event in (4624, 4625, 4776) and _group(event, row) == "ntlm":
        defaults["protocol"] = "ntlm"
    return {**defaults, **row}


def _group(event: int, row: dict[str, Any]) -> str:
    if 8001 <= event <= 8006 or 4001 <= event <= 4033 or event in (4776, 6038):
        return "ntlm"
    if event in (4624, 4625):
        package = row.get("auth_package", "NTLM")
        return {"NTLM": "ntlm", "Kerberos": "kerberos"}.get(package, "session")
    if event in (4768, 4769, 4771):
        return "kerberos"
    return "session" if event in (4634, 4648, 4672, 5140) else "log"


def _outcome(event: int, row: dict[str, Any]) -> str:
    if event in WOULD_BLOCK:
        return "would_block"
    if event in BLOCKED or row.get("status") == 0xC0000418:
        return "blocked"
    if event == 4625 or (event in BY_STATUS and row.get("status", 0)):
        return "failed"
    return "allowed" if event in BY_STATUS or event in (4624, 4648) else "info"

"""Tables of a scan in which every name was chosen to break out of a page, a tooltip, a query or a spreadsheet."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa
from ntlmscan.schema_tables import TABLES

HOSTILE = [
    "</script><img src=x onerror=window.broken=1>",
    '"><svg onload=window.broken=1>',
    "<b>bold</b>&amp;",
    "{{7*7}}{% raw %}",
    "=cmd|' /C calc'!A0",
    "+SUM(1)",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\u202egnp.exe",
    "\u05d0\u05d1\u05d2-\u0634\u0628\u0643\u0629",
    "a\nb\x00\x1b[31m\u2028\u2029",
    "o'neill; drop table events --",
    "$x^2$ %{customdata}",
    "A" * 10_000,
]
_START = datetime(2026, 3, 2, 8, tzinfo=UTC)
_TYPES = {
    "string": pa.string(),
    "bigint": pa.int64(),
    "int": pa.int32(),
    "boolean": pa.bool_(),
    "timestamp": pa.timestamp("us", "UTC"),
}
_NTLM, _NETLOGON, _AUDIT = (
    "Microsoft-Windows-NTLM",
    "Microsoft-Windows-Security-Netlogon",
    "Microsoft-Windows-Security-Auditing",
)
_OPERATIONAL = "Microsoft-Windows-NTLM/Operational"


def hostile_scan(servers: int = 30) -> dict[str, pa.Table]:
    """The four tables: each hostile name as account, client, server, target, program and file, and plain ones."""
    events: list[dict[str, Any]] = []
    for day in range(6):
        for at, name in enumerate([*HOSTILE, *(f"srv{number}" for number in range(servers))]):
            _authentication(events, name, _START + timedelta(days=day, minutes=at))
    for at, name in enumerate(HOSTILE):
        _refusals(events, name, _START + timedelta(hours=4, minutes=at))
    for at, row in enumerate(events):
        row |= {"byte_offset": 4096 + 512 * at, "record_id": at + 1, "origin": "live", "forwarded": False, "level": 4}
    faults = [
        {
            "source": f"{name}.evtx",
            "byte_offset": 8,
            "code": "chunk_cut",
            "severity": "lost",
            "bytes": 512,
            "message": name,
        }
        for name in HOSTILE
    ]
    files = [
        {"source": f"{name}.evtx", "state": "partial", "records": 9, "rows": 9, "format": "3.1"} for name in HOSTILE
    ]
    rows = {"events": events, "files": files, "coverage": _coverage(events), "faults": faults}
    return {name: _table(name, rows[name]) for name in TABLES}


def _table(name: str, rows: list[dict[str, Any]]) -> pa.Table:
    schema = pa.schema([(column, _TYPES[kind]) for column, kind in TABLES[name].items()])
    return pa.Table.from_pylist([{column: row.get(column) for column in schema.names} for row in rows], schema=schema)


def _authentication(events: list[dict[str, Any]], name: str, when: datetime) -> None:
    """One, as its client, its server and its controller record it."""

    def add(
        seconds: float, computer: str, event_id: int, provider: str = _NTLM, channel: str = _OPERATIONAL, **more: Any
    ) -> None:
        events.append(
            {
                "time": when + timedelta(seconds=seconds),
                "computer": computer,
                "event_id": event_id,
                "provider": provider,
                "channel": channel,
                "event_group": "ntlm",
                "source": f"{computer}.evtx",
                **more,
            }
        )

    who = {"user_name": name, "user_domain": "CONTOSO"}
    add(
        0,
        name,
        8001,
        caller_name=name,
        caller_domain="CONTOSO",
        caller_logon_id=0x5A1,
        target_name=f"cifs/{name}",
        process_name=f"C:\\{name}.exe",
        process_id=77,
        outcome="would_block",
        vantage="client",
    )
    add(
        0.02,
        name,
        4021,
        **who,
        client_name=name,
        target_name=f"cifs/{name}",
        server_name=name,
        process_name=name,
        usage_id=6,
        usage_reason=name,
        ntlm_version="NTLMv1",
        weakness=True,
        mic_status=name,
        channel_binding=name,
        vantage="client",
    )
    add(
        0.05,
        f"x{name}",
        8003,
        **who,
        client_name=name,
        process_name=name,
        process_id=4,
        logon_type=3,
        outcome="would_block",
        vantage="server",
    )
    add(
        0.06,
        "dc1.contoso.local",
        8004,
        _NETLOGON,
        **who,
        client_name=name,
        via_name=f"x{name}",
        via_type="2",
        outcome="would_block",
        vantage="dc",
    )
    add(
        0.07,
        "dc1.contoso.local",
        4776,
        _AUDIT,
        "Security",
        user_name=name,
        client_name=name,
        status=0,
        outcome="allowed",
        vantage="authority",
    )
    add(
        0.08,
        f"x{name}",
        4624,
        _AUDIT,
        "Security",
        **who,
        user_sid="S-1-5-21-1-2-3-1101",
        client_name=name,
        client_address="10.0.0.7",
        logon_type=3,
        logon_id=0x900,
        ntlm_version="NTLMv1",
        auth_package="NTLM",
        protocol="ntlm",
        outcome="allowed",
        vantage="server",
    )


def _refusals(events: list[dict[str, Any]], name: str, when: datetime) -> None:
    for event_id, computer in ((4001, name), (4003, f"x{name}"), (4025, name)):
        events.append(
            {
                "time": when,
                "computer": computer,
                "event_id": event_id,
                "provider": _NTLM,
                "channel": _OPERATIONAL,
                "event_group": "ntlm",
                "source": f"{computer}.evtx",
                "user_name": name,
                "user_domain": "CONTOSO",
                "client_name": name,
                "target_name": f"cifs/{name}",
                "process_name": name,
                "outcome": "blocked",
            }
        )


def _coverage(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    hours: dict[tuple[str, str, datetime], list[dict[str, Any]]] = {}
    for row in events:
        hours.setdefault(
            (row["computer"], row["channel"], row["time"].replace(minute=0, second=0, microsecond=0)), []
        ).append(row)
    return [
        {
            "source": rows[0]["source"],
            "computer": computer,
            "channel": channel,
            "hour": hour,
            "records": len(rows),
            "forwarded": False,
            "first_time": rows[0]["time"],
            "last_time": rows[-1]["time"],
            "first_record_id": rows[0]["record_id"],
            "last_record_id": rows[-1]["record_id"],
        }
        for (computer, channel, hour), rows in hours.items()
    ]

"""The Rust evtx_dump: how it is called, and what its lines say about records and fields."""

import json
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

Event = dict[str, Any]


def words(program: Path) -> list[str]:
    """Every record as a line of JSON, by one thread; the log comes behind."""
    return [str(program), "-t", "1", "-o", "jsonl"]


def command(program: Path, log: Path) -> list[str]:
    return [*words(program), str(log)]


def version(program: Path) -> str:
    return subprocess.run([program, "--version"], check=True, capture_output=True, text=True).stdout.strip()


def _lines(program: Path, log: Path) -> Iterator[bytes]:
    with subprocess.Popen(command(program, log), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
        assert child.stdout is not None
        yield from child.stdout
    if child.returncode != 0:
        raise SystemExit(f"evtx_dump ended with {child.returncode} on {log.name}")


def count_records(program: Path, log: Path) -> int:
    return sum(1 for _ in _lines(program, log))


def count_lines(command_words: list[str]) -> int:
    """Records that a call writes, whatever status it ends with: logs may be damaged."""
    with subprocess.Popen(command_words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
        assert child.stdout is not None
        return sum(1 for _ in child.stdout)


def events(program: Path, log: Path) -> Iterator[Event]:
    """The content of Event of each record, in file order."""
    for line in _lines(program, log):
        yield json.loads(line)["Event"]


def _plain(value: Any) -> Any:
    return value.get("#text") if isinstance(value, dict) else value


def _attribute(element: Any, name: str) -> Any:
    return element.get("#attributes", {}).get(name) if isinstance(element, dict) else None


def key(event: Event) -> tuple[str, int]:
    """Provider in lower case and event id: what decides whether a record is kept."""
    system = event["System"]
    return str(_attribute(system.get("Provider"), "Name") or "").lower(), int(_plain(system["EventID"]))


def ids(event: Event) -> tuple[int, int]:
    """Record id and event id."""
    system = event["System"]
    return int(_plain(system["EventRecordID"])), int(_plain(system["EventID"]))


def _time(text: str | None) -> datetime | None:
    """To the microsecond; further digits are cut, as our column does."""
    return datetime.fromisoformat(text).astimezone(UTC) if text else None


def system_values(event: Event) -> dict[str, Any]:
    """The System values of a record by the names of our columns; in literal records numbers are texts."""
    system = event["System"]
    return {
        "record_id": int(_plain(system["EventRecordID"])),
        "time": _time(_attribute(system.get("TimeCreated"), "SystemTime")),
        "computer": _plain(system.get("Computer")),
        "channel": _plain(system.get("Channel")),
        "event_id": int(_plain(system["EventID"])),
    }


def payload(event: Event) -> dict[str, Any]:
    """Named values of EventData; empty where the record has none."""
    data = event.get("EventData")
    return data if isinstance(data, dict) else {}

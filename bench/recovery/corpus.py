"""Old records of the public corpus: how many, where they lay, where their names came from, and how many are wrong."""

import json
import subprocess
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.recovery.logs import old_frames

NAMED = {"chunk", "file", "collection", "library", "literal", "catalogue"}
NTLM = "Microsoft-Windows-NTLM/Operational"

Row = dict[str, Any]


def rows(ntlmscan: Path, folder: Path) -> Iterator[Row]:
    words = [str(ntlmscan), "dump", "--quiet", "--recover", str(folder)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
        assert child.stdout is not None
        for line in child.stdout:
            yield json.loads(line)


def _plain(value: Any) -> Any:
    return value.get("#text") if isinstance(value, dict) else value


def _key(row: Row) -> tuple[Any, ...]:
    """The event that a record is: its number, its time and its id."""
    system = row["Event"].get("System") or {}
    time = (system.get("TimeCreated") or {}).get("#attributes", {}).get("SystemTime")
    execution = (system.get("Execution") or {}).get("#attributes")
    return row["record_id"], time, str(_plain(system.get("EventID"))), execution


def _hashable(key: tuple[Any, ...]) -> str:
    return json.dumps(key, sort_keys=True)


def _values(value: Any) -> list[str]:
    """Values in the order of the record, whatever they are called."""
    if isinstance(value, dict):
        return [text for name, part in value.items() if name != "#attributes" for text in _values(part)]
    if isinstance(value, list):
        return [text for part in value for text in _values(part)]
    return [] if value is None or value == "" else [str(value)]


def _payload(row: Row) -> dict[str, Any]:
    return {name: part for name, part in row["Event"].items() if name not in ("System", "#attributes")}


def agrees(old: Row, live: Row) -> bool:
    """Named values are the same by name, unnamed ones in their order."""
    if old["decoded_by"] in NAMED - {"catalogue"}:
        return _payload(old) == _payload(live)
    return _values(_payload(old)) == _values(_payload(live))


def count(ntlmscan: Path, folder: Path) -> dict[str, Any]:
    """All figures of the corpus."""
    by_kind: Counter[str] = Counter()
    events: Counter[str] = Counter()
    live: dict[str, list[Row]] = defaultdict(list)
    old: list[Row] = []
    places: dict[str, dict[int, str]] = defaultdict(dict)
    for row in rows(ntlmscan, folder):
        places[row["source"]][row["byte_offset"]] = row["origin"]
        if row["origin"] == "live":
            live[_hashable(_key(row))].append(row)
            continue
        by_kind[f"{row['origin']}, {row['decoded_by']}"] += 1
        system = row["Event"].get("System") or {}
        if system.get("Channel") == NTLM and row["decoded_by"] in NAMED:
            events[str(_plain(system.get("EventID")))] += 1
        old.append(row)
    frames: Counter[str] = Counter()
    for log in sorted(folder.rglob("*.evtx")):
        origins = places[str(log)]
        frames.update(origins.get(at, "none") for at in old_frames(log.read_bytes()))
    twins = [(row, live[_hashable(_key(row))]) for row in old if _hashable(_key(row)) in live]
    wrong = [row for row, others in twins if not any(agrees(row, other) for other in others)]
    return {
        "live": sum(map(len, live.values())),
        "old": len(old),
        "named": sum(number for kind, number in by_kind.items() if kind.split(", ")[1] in NAMED),
        "by_kind": dict(sorted(by_kind.items())),
        "frames": frames.total(),
        "frames_read": frames.total() - frames["none"],
        "frames_live": frames["live"],
        "ntlm": dict(sorted(events.items())),
        "also_live": len(twins),
        "wrong": len(wrong),
        "wrong_places": [f"{row['source']}@{row['byte_offset']} {row['decoded_by']}" for row in wrong[:20]],
    }

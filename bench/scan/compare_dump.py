"""Records before time: whole events of a dump against those of evtx_dump."""

import json
import subprocess
from pathlib import Path
from typing import Any

from bench.peers import evtx_dump
from bench.scan.timing import Command

Event = evtx_dump.Event


def same(ours: Any, theirs: Any) -> bool:
    """Equal, but for the one difference that docs/dump.md names: a boolean of several set bits is a number there."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return ours.keys() == theirs.keys() and all(same(value, theirs[name]) for name, value in ours.items())
    if ours is True and isinstance(theirs, int):
        return theirs != 0
    return type(ours) is type(theirs) and bool(ours == theirs)


def cells(value: Any) -> int:
    """How many values an event holds."""
    return sum(cells(one) for one in value.values()) if isinstance(value, dict) else 1


def _order(event: Event) -> str:
    return json.dumps(event["System"], sort_keys=True)


def _sorted(events: list[Event]) -> list[Event]:
    """By System, then by the whole: records of one id may come from several logs."""
    return sorted(events, key=lambda event: (_order(event), sorted(evtx_dump.payload(event)), json.dumps(event)))


def compare(command: Command, program: Path, log: Path) -> tuple[int, int]:
    """Records and values of the log, all equal; without regard to order, as chunks of a slice may be out of order."""
    done = subprocess.run(command.words, check=True, capture_output=True)
    ours = _sorted([json.loads(line)["Event"] for line in done.stdout.splitlines()])
    theirs = _sorted(list(evtx_dump.events(program, log)))
    if len(ours) != len(theirs):
        raise SystemExit(f"{log.name}: {len(ours)} records, evtx_dump has {len(theirs)}")
    for found, wanted in zip(ours, theirs, strict=True):
        if not same(found, wanted):
            raise SystemExit(f"{log.name}: an event is\n  {found}\nand in evtx_dump\n  {wanted}")
    return len(ours), sum(cells(event) for event in ours)

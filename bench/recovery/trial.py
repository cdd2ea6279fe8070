"""Damaged variants of real logs, read by every program: which records whose bytes are untouched come out."""

import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.recovery.damage import KINDS, Damage, bomb, damaged
from bench.recovery.logs import CHUNK, HEADER, Place, damageable, records
from bench.recovery.readers import Outcome, Reader

BOMBS = ("deeper-elements", "deeper-payloads", "expansion-bomb", "array-bomb", "deep-payloads")
SEED = 20_260_301


@dataclass
class Variant:
    """A damaged log and what it held before."""

    name: str
    content: bytes
    before: list[Place]
    untouched: Counter[int]  # ids of live records all of whose bytes are still there


@dataclass
class Tally:
    """What one program did with all variants."""

    records: int = 0
    untouched: int = 0
    found: int = 0
    crashed: int = 0
    timed_out: int = 0
    failed_though_untouched: int = 0
    invalid: int = 0
    wrong_status: int = 0
    misses: list[str] = field(default_factory=list)

    def add(self, variant: Variant, outcome: Outcome, truthful: bool) -> None:
        found = (variant.untouched & outcome.ids).total()
        self.untouched += variant.untouched.total()
        self.found += found
        self.records += outcome.ids.total()
        self.crashed += outcome.crashed
        self.timed_out += outcome.timed_out
        self.failed_though_untouched += found == 0 and variant.untouched.total() > 0
        self.invalid += outcome.invalid
        self.wrong_status += not truthful
        if found < variant.untouched.total():
            self.misses.append(f"{variant.name}: {found} of {variant.untouched.total()}")

    def figures(self) -> dict[str, Any]:
        share = self.found / self.untouched if self.untouched else 1.0
        return {name: value for name, value in vars(self).items() if name != "misses"} | {"share": round(share, 5)}


def event_ids(reader: Reader, log: Path) -> dict[int, int]:
    """By file offset: System/EventRecordID, which exports leave as it was while the header's is counted anew."""
    import json
    import subprocess

    done = subprocess.run([*reader.words, str(log)], capture_output=True, check=False)
    rows = map(json.loads, done.stdout.splitlines())
    return {row["byte_offset"]: row["record_id"] for row in rows if row["origin"] == "live"}


def variants(folder: Path, odd: Path, reader: Reader, count: int) -> "list[Variant]":
    """Kind after kind, log after log."""
    logs = damageable(folder, 40)
    bombs = [(name, (odd / f"{name}.evtx").read_bytes()[HEADER : HEADER + CHUNK]) for name in BOMBS]
    kinds: list[tuple[str, Damage]] = [(kind.__name__, kind) for kind in KINDS]
    kinds += [(name, bomb(chunk)) for name, chunk in bombs if len(chunk) == CHUNK]
    out = []
    known: dict[Path, tuple[bytes, list[Place], dict[int, int]]] = {}
    for number in range(count):
        name, kind = kinds[number % len(kinds)]
        path = logs[(number // len(kinds) * 7 + number) % len(logs)]
        if path not in known:
            content = path.read_bytes()
            known[path] = content, list(records(content)), event_ids(reader, path)
        content, before, ids = known[path]
        spoilt = damaged(content, kind, SEED + number)
        untouched = Counter(
            ids[place.at] for place in before if place.at in ids and content[place.at : place.at + place.size] in spoilt
        )
        out.append(Variant(f"{number:03} {name} {path.name}", spoilt, before, untouched))
    return out


def truthful(variant: Variant, outcome: Outcome) -> bool:
    """0 only where no live record went missing, 2 only where nothing came out."""
    if outcome.status == 0:
        return outcome.live >= variant.untouched.total()
    return outcome.status == 1 or (outcome.status == 2 and outcome.live == 0)


def run(folder: Path, odd: Path, readers: list[Reader], count: int) -> dict[str, Tally]:
    """By name of the program."""
    tallies = {reader.name: Tally() for reader in readers}
    with tempfile.TemporaryDirectory(prefix="recovery-") as work:
        log = Path(work) / "damaged.evtx"
        for variant in variants(folder, odd, readers[1], count):
            log.write_bytes(variant.content)
            for reader in readers:
                outcome = reader.run(log)
                ours = reader.name.startswith("ntlmscan")
                tallies[reader.name].add(variant, outcome, not ours or truthful(variant, outcome))
    return tallies

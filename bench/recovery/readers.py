"""The programs that are compared: how each is run on one log, and what comes back.

`python -m bench.recovery.readers NAME LOG` is the process around those that are Python modules.
"""

import json
import re
import resource
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

MEMORY = 2 << 30
SECONDS = 60
RECORD_ID = re.compile(rb"<EventRecordID>(\d+)</EventRecordID>")


@dataclass
class Outcome:
    """One run on one log."""

    status: int
    ids: Counter[int] = field(default_factory=Counter)  # System/EventRecordID of what was written
    live: int = 0  # lines that say so, or all where nothing says
    invalid: int = 0  # lines that are no JSON, or have none
    timed_out: bool = False

    @property
    def crashed(self) -> bool:
        return self.timed_out or self.status < 0 or self.status >= 128


@dataclass(frozen=True)
class Reader:
    """A program by name: words in front of the log's path, and how its lines are read."""

    name: str
    words: Sequence[str]
    parse: Callable[[bytes, Outcome], None]

    def run(self, log: Path) -> Outcome:
        limit = (MEMORY, MEMORY)
        try:
            done = subprocess.run(
                [*self.words, str(log)],
                capture_output=True,
                timeout=SECONDS,
                check=False,
                preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, limit),
            )
        except subprocess.TimeoutExpired:
            return Outcome(-9, timed_out=True)
        outcome = Outcome(done.returncode)
        self.parse(done.stdout, outcome)
        return outcome


def ours_lines(text: bytes, outcome: Outcome) -> None:
    for line in text.splitlines():
        try:
            row = json.loads(line)
            outcome.ids[int(row["record_id"])] += 1
            outcome.live += row["origin"] == "live"
        except (ValueError, KeyError):
            outcome.invalid += 1


def json_lines(text: bytes, outcome: Outcome) -> None:
    for line in text.splitlines():
        try:
            value = json.loads(line)["Event"]["System"]["EventRecordID"]
            outcome.ids[int(value["#text"] if isinstance(value, dict) else value)] += 1
            outcome.live += 1
        except (ValueError, KeyError, TypeError):
            outcome.invalid += 1


def xml_records(text: bytes, outcome: Outcome) -> None:
    outcome.ids.update(int(number) for number in RECORD_ID.findall(text))
    outcome.live = outcome.ids.total()


def id_lines(text: bytes, outcome: Outcome) -> None:
    outcome.ids.update(int(line) for line in text.split())
    outcome.live = outcome.ids.total()


def readers(ntlmscan: Path, evtx_dump: Path | None) -> list[Reader]:
    """Ours with and without recovery, and those peers that are there."""
    python = [sys.executable, "-m", "bench.recovery.readers"]
    found = [
        Reader("ntlmscan dump --recover", [str(ntlmscan), "dump", "--quiet", "--recover"], ours_lines),
        Reader("ntlmscan dump", [str(ntlmscan), "dump", "--quiet"], ours_lines),
    ]
    if evtx_dump is not None:
        found.append(Reader("evtx_dump", [str(evtx_dump), "-t", "1", "-o", "jsonl"], json_lines))
    for module, name in (("pyevtx", "libevtx"), ("dissect", "dissect")):
        if find_spec(module) is not None:
            found.append(Reader(name, [*python, name], id_lines))
    return found


def libevtx(log: str) -> None:
    """Records and those that it recovers; what it cannot read is left out."""
    import pyevtx

    opened = pyevtx.open(log)
    take = [
        (opened.get_record, opened.number_of_records),
        (opened.get_recovered_record, opened.number_of_recovered_records),
    ]
    for get, count in take:
        for number in range(count):
            try:
                found = RECORD_ID.search(get(number).xml_string.encode())
            except (OSError, ValueError, AttributeError):
                continue
            if found:
                print(int(found[1]))


def dissect(log: str) -> None:
    from dissect.eventlog.evtx import Evtx

    with Path(log).open("rb") as opened:
        for record in Evtx(opened):
            print(int(record["EventRecordID"]))


if __name__ == "__main__":
    {"libevtx": libevtx, "dissect": dissect}[sys.argv[1]](sys.argv[2])

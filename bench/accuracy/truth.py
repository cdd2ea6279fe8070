"""What really happened in a run of the lab, as far as the kept logs show it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

Record = tuple[int, int]
"""A record's identity: the number of the log it was written to, and its System/EventRecordID there."""

VIEWS = {
    **dict.fromkeys((8001, 4001, 4013, 4015, 4020, 4021), "client"),
    **dict.fromkeys((8002, 4002), "handshake"),
    **dict.fromkeys((8003, 4003, 4022, 4023, 4624, 4625), "server"),
    **dict.fromkeys((8004, 4004, 8005, 4005, 8006, 4006, 4030, 4031, 4032, 4033, 4776), "controller"),
}
"""Which machine writes what; 4776 is of the server where that is no domain controller."""

REFUSED_AT_ONCE = frozenset({4001, 4002, 4013, 4015})
TOOK_PLACE = ("completed", "failed", "blocked")


Replay: TypeAlias = Callable[[Mapping[str, Any]], AbstractContextManager["Truth"]]


@dataclass(frozen=True)
class Seen:
    """A record of a happening: its event, and as which view it was written."""

    event: int
    view: str


@dataclass(frozen=True)
class Happening:
    """One row of truth with those of its records that the kept logs hold."""

    told: dict[str, Any]
    records: dict[Record, Seen]

    def shows(self, *views: str) -> bool:
        return any(seen.view in views for seen in self.records.values())

    @property
    def refused_at_once(self) -> bool:
        return any(seen.event in REFUSED_AT_ONCE for seen in self.records.values())

    @property
    def nameless(self) -> bool:
        """Refused by the server before it knew who came: its record cannot be joined with the client's by any name."""
        return any(seen.event == 4002 for seen in self.records.values()) and not self.shows("server", "controller")

    @cached_property
    def visible_as(self) -> str:
        """`authentication`, `attempt`, `handshake`, or nothing: the most that the kept records can show."""
        took_place = self.told["outcome"] in TOOK_PLACE
        if took_place and (self.shows("server", "controller") or self.refused_at_once):
            return "authentication"
        if self.shows("client"):
            return "attempt"
        return "handshake" if self.shows("handshake") else ""


class Truth:
    """truth.json and truth.ndjson of one folder; `replay` plays the same again with other settings on every host."""

    def __init__(self, folder: Path, replay: Replay | None = None) -> None:
        self.folder = folder
        self.replay = replay
        self.summary: dict[str, Any] = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
        fqdn = {host["key"]: host["fqdn"].lower() for host in self.summary["hosts"]}
        self.log_at = {str(folder / log["path"]): log["log"] for log in self.summary["logs"]}
        self._log_of = {(fqdn[log["host"]], log["channel"]): log["log"] for log in self.summary["logs"]}
        controllers = {host["key"] for host in self.summary["hosts"] if host["role"] == "dc"}
        self._of_controllers = {log["log"] for log in self.summary["logs"] if log["host"] in controllers}
        self._collected = {log["log"] for log in self.summary["logs"] if log["channel"] == "ForwardedEvents"}

    @property
    def logs(self) -> list[Path]:
        return [Path(path) for path in self.log_at]

    def identity(self, source: str, record_id: int, computer: str, channel: str) -> Record:
        """Which record of which log a row is, also where it was read from a collector's log."""
        log = self.log_at[source]
        if log in self._collected:
            log = self._log_of.get((computer.lower(), channel), log)
        return log, record_id

    def happenings(self, kept: Iterable[Path]) -> list[Happening]:
        """NTLM only; each with the records that stand in the kept logs, there or as forwarded copies."""
        numbers = {self.log_at[str(path)] for path in kept}
        return [self._kept(row, numbers) for row in self.rows() if row["protocol"] != "Kerberos"]

    def rows(self) -> Iterator[dict[str, Any]]:
        """All that happened, by NTLM or not."""
        with (self.folder / "truth.ndjson").open(encoding="utf-8") as lines:
            yield from (json.loads(line) for line in lines)

    def _kept(self, row: dict[str, Any], logs: set[int]) -> Happening:
        kept = [(log, number, event) for log, number, event in row["records"] if log in logs]
        kept += [(origin, number, event) for collector, origin, number, event in row["copies"] if collector in logs]
        return Happening(row, {(log, n): Seen(e, self._view(log, e)) for log, n, e in kept if e in VIEWS})

    def _view(self, log: int, event: int) -> str:
        return "server" if event == 4776 and log not in self._of_controllers else VIEWS[event]

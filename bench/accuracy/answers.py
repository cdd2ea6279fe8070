"""What the analyses make of a run's logs: rows of `authentications`, each with the identities of its records."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.accuracy.judged import Asked
from bench.accuracy.judges import ask_all
from bench.accuracy.ready import stated_settings
from bench.accuracy.truth import VIEWS, Record, Truth

CLAIMS = ("completed", "failed", "blocked", "unconfirmed")
STATEMENTS = (
    "user_name client_name client_address server_name via_name target_name process_name ntlm_version outcome"
    " usage_id usage_reason"
).split()


@dataclass
class Answer:
    """One row of `authentications`."""

    row: dict[str, Any]
    records: set[Record]

    @property
    def claims(self) -> bool:
        """Whether it says that an authentication took place, not only an attempt or the beginning of one."""
        return self.row["outcome"] in CLAIMS


@dataclass(frozen=True)
class Answers:
    """All that is judged of one run."""

    authentications: list[Answer]
    accesses: int
    said: dict[Record, dict[str, Any]]
    """What each record states."""
    further: dict[str, Any] = field(default_factory=dict)
    """By name, what the analyses of judges.TABLE answer."""


def scan(program: Path, logs: Sequence[Path], folder: Path) -> None:
    """The kept logs to Parquet, by the native command."""
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run([program, "scan", *map(str, logs), "-o", f"{folder}/"], check=True, capture_output=True)


def ask(folder: Path, truth: Truth, *, threads: int | None = None) -> Answers:
    """Runs the analyses over a scan; the trail from row to record is that of `auth_views`."""
    from ntlmscan.engines.duckdb import DuckdbEngine

    context = {"context_settings": stated_settings(truth)}
    with DuckdbEngine(folder, context=context, threads=threads) as engine:
        for name in ("authentications", "auth_views", "accesses"):
            engine.prepare(name)
        rows = {row["match_id"]: Answer(row, set()) for row in _rows(engine, "select * from authentications")}
        said: dict[Record, dict[str, Any]] = {}
        place: dict[tuple[str, int], Record] = {}
        wanted = ", ".join(map(str, sorted(VIEWS)))
        columns = ", ".join(STATEMENTS)
        for event in _rows(
            engine,
            f"select source, byte_offset, record_id, computer, channel, event_id, {columns}"
            f" from events where event_id in ({wanted}) and origin = 'live'",
        ):
            record = truth.identity(event["source"], event["record_id"], event["computer"], event["channel"])
            place[event["source"], event["byte_offset"]] = record
            said[record] = event
        for view in _rows(engine, "select match_id, source, byte_offset from auth_views"):
            if view["match_id"] in rows:
                rows[view["match_id"]].records.add(place[view["source"], view["byte_offset"]])
        accesses = _rows(engine, "select count(*) as n from accesses")[0]["n"]
        further = ask_all(Asked(engine, folder, truth))
    return Answers(list(rows.values()), accesses, said, further)


def _rows(engine: Any, sql: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = engine.query(sql).to_pylist()
    return found

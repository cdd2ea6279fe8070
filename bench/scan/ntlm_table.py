"""Workload: the table of NTLM records as JSON lines, beside evtx_dump with jq and with DuckDB's JSON reader."""

import json
import shlex
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.peers import duckdb_table, evtx_dump
from bench.scan.session import Result, Session
from bench.scan.timing import Command, ratio, shell

PROGRAM = Path(duckdb_table.__file__).with_name("ntlm_table.jq")
PEERS = ("evtx_dump and jq", "evtx_dump and DuckDB")
Row = tuple[Any, ...]


def _commands(session: Session, log: Path) -> dict[str, Command]:
    dumped = shlex.join(evtx_dump.command(session.evtx_dump, log))
    lines = str(session.work / "lines.jsonl")
    written = str(session.work / "rows.json")
    read_by_duckdb = shlex.join([sys.executable, "-m", "bench.peers.duckdb_table", lines, written])
    words = [str(session.program("ntlmscan")), "scan", "--quiet", "--threads", "1", "--events", "@ntlm"]
    return {
        PEERS[0]: shell(f"{dumped} | {shlex.join(['jq', '-c', '-f', str(PROGRAM)])}"),
        PEERS[1]: shell(f"{dumped} > {shlex.quote(lines)} && {read_by_duckdb} && cat {shlex.quote(written)}"),
        "ntlmscan": Command([*words, "-o", "-", "--format", "ndjson", str(log)]),
    }


def cell(name: str, value: Any) -> Any:
    """A value as all three mean it: times to the microsecond, texts without blanks behind them."""
    if name == "time" and value is not None:
        return datetime.fromisoformat(value).astimezone(UTC)
    if isinstance(value, str):
        return value.rstrip("\0 \t\r\n") or None
    return value


def rows(lines: Iterable[bytes], columns: list[str] | None = None) -> Counter[Row]:
    """The rows of a stream of JSON lines; of ours only the columns that the peers have."""
    counted: Counter[Row] = Counter()
    for line in lines:
        row = json.loads(line)
        counted[tuple(cell(name, row.get(name)) for name in columns or row)] += 1
    return counted


def _lines(command: Command) -> list[bytes]:
    return subprocess.run(command.words, check=True, capture_output=True).stdout.splitlines()


def _compare(session: Session, kind: str, log: Path) -> tuple[int, int]:
    """Rows and values that all three give."""
    commands = _commands(session, log)
    theirs = {name: _lines(commands[name]) for name in PEERS}
    columns = list(json.loads(theirs[PEERS[0]][0]))
    ours = rows(_lines(commands["ntlmscan"]), columns)
    for name, lines in theirs.items():
        found = rows(lines, columns)
        if found != ours:
            more, less = list((ours - found).items())[:3], list((found - ours).items())[:3]
            raise SystemExit(f"{kind}: rows differ from those of {name}: ours more\n{more}\n{name} more\n{less}")
    return ours.total(), ours.total() * len(columns)


def ntlm_table(session: Session) -> Iterator[Result]:
    """Ours writes all columns, the peers the ten that are compared; the pipe to jq gives it a second processor."""
    for kind in session.kinds:
        made = session.input(kind, session.slow_size)
        kept, values = _compare(session, kind, made.slice)
        commands = _commands(session, made.whole)
        counts = {name: len(_lines(command)) for name, command in commands.items()}
        if len(set(counts.values())) != 1:
            raise SystemExit(f"{kind}: rows differ: {counts}")
        runs = session.runner.rounds(commands | session.reading(made.whole), session.rounds)
        yield session.result(
            "ntlm table",
            kind,
            size=made.size,
            records=session.peer_records(made.whole),
            runs=runs,
            figures={f"{name}/ntlmscan": ratio(runs, name, "ntlmscan") for name in PEERS},
            rows=counts["ntlmscan"],
            compared={"rows": kept, "values": values},
        )

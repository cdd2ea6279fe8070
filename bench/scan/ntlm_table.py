"""Workload: the table of NTLM records as Parquet and as JSON lines, beside evtx_dump with jq and with DuckDB."""

import json
import shlex
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as parquet

from bench.peers import duckdb_table, evtx_dump, pypi_evtx_frame
from bench.scan.session import Result, Session
from bench.scan.timing import Command, ratio, shell

PROGRAM = Path(duckdb_table.__file__).with_name("ntlm_table.jq")
PEERS = ("evtx_dump and jq", "evtx_dump and DuckDB")
OURS = ("ntlmscan", "ntlmscan to NDJSON")
Row = tuple[Any, ...]


def _table(session: Session) -> Path:
    return session.work / "ntlm.parquet"


def _commands(session: Session, log: Path) -> dict[str, Command]:
    dumped = shlex.join(evtx_dump.command(session.evtx_dump, log))
    lines = str(session.work / "lines.jsonl")
    written = str(session.work / "rows.json")
    read_by_duckdb = shlex.join([sys.executable, "-m", "bench.peers.duckdb_table", lines, written])
    words = [str(session.program("ntlmscan")), "scan", "--quiet", "--threads", "1", "--events", "@ntlm"]
    return {
        PEERS[0]: shell(f"{dumped} | {shlex.join(['jq', '-c', '-f', str(PROGRAM)])}"),
        PEERS[1]: shell(f"{dumped} > {shlex.quote(lines)} && {read_by_duckdb} && cat {shlex.quote(written)}"),
        OURS[0]: session.scan(log, _table(session), "--events", "@ntlm"),
        OURS[1]: Command([*words, "-o", "-", "--format", "ndjson", str(log)]),
    }


def cell(name: str, value: Any) -> Any:
    """A value as all of them mean it: times to the microsecond, texts without blanks behind them."""
    if name == "time" and isinstance(value, str):
        return datetime.fromisoformat(value).astimezone(UTC)
    if isinstance(value, str):
        return value.rstrip("\0 \t\r\n") or None
    return value


def rows(found: Iterable[dict[str, Any]], columns: list[str] | None = None) -> Counter[Row]:
    """What rows say; of ours only the columns that the peers have."""
    return Counter(tuple(cell(name, row.get(name)) for name in columns or row) for row in found)


def _found(session: Session, name: str, command: Command) -> list[dict[str, Any]]:
    done = subprocess.run(command.words, check=True, capture_output=True)
    if name == OURS[0]:
        return list(parquet.read_table(_table(session), columns=list(pypi_evtx_frame.COLUMNS)).to_pylist())
    return [json.loads(line) for line in done.stdout.splitlines()]


def _compare(session: Session, kind: str, log: Path) -> tuple[int, int]:
    """Rows and values that all of them give."""
    found = {name: _found(session, name, command) for name, command in _commands(session, log).items()}
    columns = list(found[PEERS[0]][0])
    ours = rows(found[OURS[0]], columns)
    for name in (*PEERS, OURS[1]):
        theirs = rows(found[name], columns)
        if theirs != ours:
            more, less = list((ours - theirs).items())[:3], list((theirs - ours).items())[:3]
            raise SystemExit(f"{kind}: rows differ from those of {name}: ours more\n{more}\n{name} more\n{less}")
    return ours.total(), ours.total() * len(columns)


def ntlm_table(session: Session) -> Iterator[Result]:
    """Ours writes all columns, the peers the ten that are compared; the pipe to jq gives it a second processor.

    To Parquet as all else that is timed, and as the peers do it. DuckDB keeps what it reads, so it gets a smaller log.
    """
    for kind in session.kinds:
        kept, values = _compare(session, kind, session.input(kind, session.size).slice)
        for peer, size in zip(PEERS, (session.size, session.slow_size), strict=True):
            made = session.input(kind, size)
            commands = {name: _commands(session, made.whole)[name] for name in (peer, *OURS)}
            counts = {name: len(_found(session, name, command)) for name, command in commands.items()}
            if len(set(counts.values())) != 1:
                raise SystemExit(f"{kind}: rows differ: {counts}")
            runs = session.runner.rounds(commands | session.reading(made.whole), session.rounds)
            yield session.result(
                "ntlm table",
                f"{kind}, {peer}",
                size=made.size,
                records=session.peer_records(made.whole),
                runs=runs,
                figures={f"{peer}/{name}": ratio(runs, peer, name) for name in OURS},
                rows=counts[peer],
                compared={"rows": kept, "values": values},
            )

"""Workload: the rows about NTLM of a real log as a DataFrame, beside the lines that people write around PyPI evtx."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import ntlmscan
import polars

from bench.peers import pypi_evtx_frame
from bench.python import in_process
from bench.scan.inputs import unpack
from bench.scan.ntlm_table import Row, cell
from bench.scan.session import Result, Session
from bench.scan.timing import processor_ratio, ratio

COLUMNS = list(pypi_evtx_frame.COLUMNS)


def ours(log: Path) -> polars.DataFrame:
    """The same columns, times as times."""
    return polars.DataFrame(ntlmscan.scan(log, events="@ntlm", threads=1).events)[COLUMNS]


def rows(frame: polars.DataFrame) -> Counter[Row]:
    """Rows in a form that both sides share."""
    texts = frame.with_columns(
        polars.col(polars.Datetime).dt.to_string("iso:strict"), polars.col(polars.Categorical).cast(str)
    )
    return Counter(tuple(cell(name, row[name]) for name in COLUMNS) for row in texts.iter_rows(named=True))


def compare(log: Path) -> int:
    """How many rows both find; ends the workload where they differ."""
    found, theirs = rows(ours(log)), rows(pypi_evtx_frame.frame(log))
    if found != theirs:
        more, less = list((found - theirs).items())[:3], list((theirs - found).items())[:3]
        raise SystemExit(f"{log}: rows differ: ours more\n{more}\nPyPI evtx more\n{less}")
    return found.total()


def _logs(session: Session) -> dict[str, Path]:
    """The Security log of each host of the corpus; a log of real chunks about NTLM, where there are no hosts."""
    folder = session.work / "collections"
    unpack(sorted(session.maker.source.rglob("*.7z")), folder)
    hosts = {log.parent.name: log for log in sorted(folder.rglob("Security.evtx"))}
    return {**hosts, "chunks about NTLM": session.input("ntlm", 1).slice}


def ntlm_frame(session: Session) -> Iterator[Result]:
    """Both in one process, whose imports are done; one thread each."""
    for name, log in _logs(session).items():
        kept = compare(log)
        calls = {"PyPI evtx": lambda log=log: pypi_evtx_frame.frame(log), "ntlmscan": lambda log=log: ours(log)}
        runs = in_process.rounds(calls, session.rounds)
        yield session.result(
            "Python NTLM frame",
            name,
            size=log.stat().st_size,
            records=ntlmscan.scan(log).summary.records,
            runs=runs,
            figures={
                "PyPI evtx/ntlmscan": ratio(runs, "PyPI evtx", "ntlmscan"),
                "processor time, PyPI evtx/ntlmscan": processor_ratio(runs, "PyPI evtx", "ntlmscan"),
            },
            rows=kept,
        )

"""Workload: five million rows of a scan handed to polars."""

from collections.abc import Iterator

import ntlmscan
import polars
import pyarrow
import pyarrow.compute as compute

from bench.python import in_process
from bench.scan.session import Result, Session
from bench.scan.timing import spread

ROWS = 5_000_000
CHECKED = ("byte_offset", "record_id", "event_id", "logon_id")


def _result(session: Session) -> ntlmscan.ScanResult:
    """One log as often as it takes; each time counts as another log."""
    log = session.input("mixed", session.size).whole
    once = ntlmscan.scan(log).events.num_rows
    return ntlmscan.scan([log] * -(-ROWS // once))


def _compare(events: ntlmscan.Table) -> None:
    """Sums of numbers and the number of nulls of each column, by two readers."""
    frame, table = polars.DataFrame(events), pyarrow.table(events)
    if frame.height != events.num_rows or frame.columns != table.column_names:
        raise SystemExit("polars and pyarrow got tables of another form")
    for name in table.column_names:
        if frame[name].null_count() != table[name].null_count:
            raise SystemExit(f"{name}: polars and pyarrow count other nulls")
    for name in CHECKED:
        if frame[name].cast(polars.Int64).sum() != compute.sum(table[name]).as_py():
            raise SystemExit(f"{name}: polars and pyarrow get other numbers")


def handover(session: Session) -> Iterator[Result]:
    """Every column of `events`, in the process that scanned."""
    scanned = _result(session)
    events = scanned.events
    _compare(events)
    calls = {"polars": lambda: polars.DataFrame(events), "pyarrow": lambda: pyarrow.table(events)}
    runs = in_process.rounds(calls, session.rounds)
    rate = spread(events.num_rows / run.seconds / 1e6 for run in runs["polars"])
    by_processor = spread(events.num_rows / run.cpu_seconds / 1e6 for run in runs["polars"])
    yield session.result(
        "Python handover",
        "mixed",
        size=scanned.summary.bytes,
        records=scanned.summary.records,
        runs=runs,
        figures={"M rows/s to polars": rate, "M rows/s of processor time": by_processor},
        rows=events.num_rows,
        columns=len(events.column_names),
    )

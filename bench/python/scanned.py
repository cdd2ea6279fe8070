"""Workload: a scan through Python beside the native command of the same wheel."""

import sys
from collections.abc import Iterator
from pathlib import Path

import polars

from bench.scan.compare import records_and_rows
from bench.scan.session import Result, Session
from bench.scan.timing import Command, processor_ratio, ratio

# Of one log of 512 MiB, which takes a sixth of a second, starting the interpreter would be a quarter.
TIMES = 8
TO_PARQUET = "import sys, ntlmscan; ntlmscan.scan(sys.argv[2:], threads=1).write(sys.argv[1], threads=1)"
IN_MEMORY = "import sys, ntlmscan; ntlmscan.scan(sys.argv[1:], threads=1)"
NATIVE = Path(sys.executable).with_name("ntlmscan")
TABLES = ("", ".files", ".coverage", ".faults")


def _compare(ours: Path, native: Path) -> int:
    """All four tables, value by value; gives the rows of `events`."""
    for name in TABLES:
        one, other = (polars.read_parquet(path.with_suffix(f"{name}.parquet")) for path in (ours, native))
        if not one.equals(other):
            raise SystemExit(f"{ours.name}: Python wrote another table{name} than the native command")
    return int(polars.scan_parquet(ours).select(polars.len()).collect().item())


def scanned(session: Session) -> Iterator[Result]:
    """One thread each; the interpreter's start is part of ours. Python holds all rows at once, the command none."""
    made = session.input("mixed", session.size)
    ours, native = session.work / "python.parquet", session.work / "native.parquet"
    logs = [str(made.whole)] * TIMES
    words = [str(NATIVE), "scan", "--quiet", "--threads", "1"]
    forms = {
        "to Parquet": {
            "Python": Command([sys.executable, "-c", TO_PARQUET, str(ours), *logs]),
            "native": Command([*words, "-o", str(native), *logs]),
        },
        "in memory": {
            "Python": Command([sys.executable, "-c", IN_MEMORY, *logs]),
            "native": Command([*words, *logs]),
        },
    }
    for command in forms["to Parquet"].values():
        session.runner.run(command)
    rows = _compare(ours, native)
    records, _ = records_and_rows(native)
    for name, commands in forms.items():
        runs = session.runner.rounds(commands, session.rounds)
        yield session.result(
            "Python scan",
            f"mixed, {name}",
            size=made.size * TIMES,
            records=records,
            runs=runs,
            figures={
                "Python/native": ratio(runs, "Python", "native"),
                "processor time, Python/native": processor_ratio(runs, "Python", "native"),
            },
            rows=rows,
        )

"""Workload: how long the program takes where there is next to nothing to do."""

from collections.abc import Iterator

from bench.scan.session import Result, Session
from bench.scan.timing import Command, spread

RUNS = 50


def start_up(session: Session) -> Iterator[Result]:
    """Whole processes on a log of one chunk and for `--version`, beside `true`: what starting any process takes."""
    log = session.maker.write("one-chunk", session.maker.own("security")[:1])
    output = session.work / "one-chunk.parquet"
    program = str(session.program("ntlmscan"))
    labelled = {
        "scan of one chunk": Command([program, "scan", "--quiet", str(log)]),
        "scan of one chunk to Parquet": session.scan(log, output),
        "--version": Command([program, "--version"]),
        "true": Command(["true"]),
    }
    runs = session.runner.rounds(labelled, RUNS)
    for name in labelled:
        took = [run.seconds * 1000 for run in runs[name]]
        figures = {"ms" if name != "true" else "ms of any process": spread(took)}
        yield session.result(
            "start-up",
            name,
            size=log.stat().st_size,
            records=0,
            runs={name: runs[name]},
            figures=figures,
            least_ms=round(min(took), 3),
        )

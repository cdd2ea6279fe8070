"""Workload: anonymous memory of a scan on a very large log and on a small one."""

from collections.abc import Iterator

from bench.scan.compare import records_and_rows
from bench.scan.session import Result, Session
from bench.scan.timing import spread

SIZES = {"8 GiB": 8192, "80 MiB": 80}
RUNS = 3


def memory(session: Session) -> Iterator[Result]:
    """The highest of samples every 2 ms; what the kernel says about file pages is left out."""
    for kind in session.kinds:
        for label, mebibytes in SIZES.items():
            log = session.maker.write(f"{kind}-memory", session.maker.own(kind), mebibytes)
            output = session.work / "memory.parquet"
            command = session.scan(log, output)
            runs = {"ntlmscan": [session.runner.run(command, sampled=True) for _ in range(RUNS)]}
            records, rows = records_and_rows(output)
            figures = {"anonymous MiB": spread(run.anonymous_kib / 1024 for run in runs["ntlmscan"])}
            size = log.stat().st_size
            log.unlink()
            yield session.result(
                "memory", f"{kind}, {label}", size=size, records=records, runs=runs, figures=figures, rows=rows
            )

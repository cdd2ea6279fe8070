"""Workload: anonymous memory of a stream whose batches are let go of, on a large log and on a small one."""

import subprocess
import sys
from collections.abc import Iterator

from bench.scan.session import Result, Session
from bench.scan.timing import Command, Run, spread

# Even the small one fills more batches of 65,536 rows than may wait for their reader.
SIZES = {"512 MiB": 512, "4 GiB": 4096}
RUNS = 5
CODE = "import sys, ntlmscan\nprint(sum(batch.num_rows for batch in ntlmscan.stream(sys.argv[1], threads=1)))"


def streamed(session: Session) -> Iterator[Result]:
    """The highest of samples every 2 ms."""
    found: dict[str, list[Run]] = {}
    for label, mebibytes in SIZES.items():
        log = session.maker.write("python-stream", session.maker.own("ntlm"), mebibytes)
        words = [sys.executable, "-c", CODE, str(log)]
        rows = int(subprocess.run(words, check=True, capture_output=True, text=True).stdout)
        found[label] = [session.runner.run(Command(words), sampled=True) for _ in range(RUNS)]
        figures = {"anonymous MiB": spread(run.anonymous_kib / 1024 for run in found[label])}
        if len(found) == len(SIZES):
            small, large = (found[size] for size in SIZES)
            grown = (b.anonymous_kib / a.anonymous_kib for a, b in zip(small, large, strict=True))
            figures["large/small"] = spread(grown)
        size = log.stat().st_size
        log.unlink()
        yield session.result(
            "Python stream",
            f"ntlm, {label}",
            size=size,
            records=0,
            runs={"stream": found[label]},
            figures=figures,
            rows=rows,
        )

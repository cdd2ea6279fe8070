"""Workload: what importing the package costs over a bare interpreter."""

import sys
from collections.abc import Iterator

from bench.scan.session import Result, Session
from bench.scan.timing import Command, spread

RUNS = 30
IMPORTS = {"ntlmscan": "import ntlmscan", "ntlmscan.plot": "import ntlmscan.plot", "evtx": "import evtx"}


def import_time(session: Session) -> Iterator[Result]:
    """Whole processes in turn; the plots and PyPI evtx are there for comparison."""
    bare = Command([sys.executable, "-c", "pass"])
    commands = {"bare": bare} | {name: Command([sys.executable, "-c", code]) for name, code in IMPORTS.items()}
    runs = session.runner.rounds(commands, RUNS)
    for name in IMPORTS:
        over = [(run.seconds - bare.seconds) * 1000 for run, bare in zip(runs[name], runs["bare"], strict=True)]
        by_processor = [
            (run.cpu_seconds - bare.cpu_seconds) * 1000 for run, bare in zip(runs[name], runs["bare"], strict=True)
        ]
        figure = "ms over bare Python" if name == "ntlmscan" else "ms, without a floor"
        yield session.result(
            "Python import",
            name,
            size=0,
            records=0,
            runs={"bare": runs["bare"], name: runs[name]},
            figures={figure: spread(over), "ms of processor time": spread(by_processor)},
        )

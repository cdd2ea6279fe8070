"""python-evtx, the parser in pure Python: every record as XML. `python -m bench.peers.python_evtx LOG`."""

import subprocess
import sys
from importlib.metadata import version as version_of
from pathlib import Path

from bench.peers import xml_ids
from bench.scan.timing import Command

NAME = "python-evtx"


def command(log: Path) -> Command:
    return Command([sys.executable, "-m", "bench.peers.python_evtx", str(log)])


def version() -> str:
    return f"{NAME} {version_of('python-evtx')}"


def ids(log: Path) -> list[tuple[int, int]]:
    """Up to the record that it cannot read."""
    with subprocess.Popen(command(log).words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
        assert child.stdout is not None
        return xml_ids.ids(child.stdout)


def main(log: Path) -> None:
    from Evtx.Evtx import Evtx

    with Evtx(str(log)) as opened:
        for record in opened.records():
            sys.stdout.write(record.xml() + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

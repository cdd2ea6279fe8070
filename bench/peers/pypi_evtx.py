"""PyPI evtx, the Rust parser as a Python module: every record as a JSON text. `python -m bench.peers.pypi_evtx LOG`."""

import json
import subprocess
import sys
from importlib.metadata import version as version_of
from pathlib import Path

from bench.peers import evtx_dump
from bench.scan.timing import Command

NAME = "PyPI evtx"


def command(log: Path) -> Command:
    return Command([sys.executable, "-m", "bench.peers.pypi_evtx", str(log)])


def version() -> str:
    return f"{NAME} {version_of('evtx')}"


def ids_of(words: list[str]) -> list[tuple[int, int]]:
    """Record id and event id of each line of JSON that a command writes."""
    with subprocess.Popen(words, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        return [evtx_dump.ids(json.loads(line)["Event"]) for line in child.stdout]


def ids(log: Path) -> list[tuple[int, int]]:
    return ids_of(command(log).words)


def main(log: Path) -> None:
    from evtx import PyEvtxParser

    for record in PyEvtxParser(str(log), number_of_threads=1).records_json():
        if record is not None:
            sys.stdout.write(record["data"].replace("\n", "") + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""libevtx's evtxexport: every record as XML."""

import subprocess
from pathlib import Path

from bench.peers import xml_ids
from bench.scan.timing import Command

NAME = "evtxexport"


def command(log: Path) -> Command:
    return Command(["evtxexport", "-f", "xml", "-m", "items", str(log)])


def version() -> str:
    done = subprocess.run(["evtxexport", "-V"], check=True, capture_output=True, text=True)
    return done.stdout.splitlines()[0]


def ids(log: Path) -> list[tuple[int, int]]:
    """Up to the record that it cannot read."""
    with subprocess.Popen(command(log).words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
        assert child.stdout is not None
        return xml_ids.ids(child.stdout)

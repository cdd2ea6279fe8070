"""Cold caches: the pages of input files are dropped, and it is looked at whether they went."""

import os
import subprocess
from collections.abc import Iterable
from pathlib import Path

METHOD = "posix_fadvise(DONTNEED) on every input file before each run, after fsync"


def evict(logs: Iterable[Path]) -> None:
    """Asks the kernel to forget the files; needs no rights beyond reading them. Only written pages can go, so fsync."""
    for log in logs:
        file = os.open(log, os.O_RDONLY)
        try:
            os.fsync(file)
            os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(file)


def resident_share(logs: Iterable[Path]) -> float | None:
    """How much of the files is in the page cache, 0 to 1, as fincore counts it; None where there is no fincore."""
    command = ["fincore", "--bytes", "--noheadings", "--output", "RES,SIZE", *map(str, logs)]
    try:
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    counts = [line.split() for line in done.stdout.splitlines()]
    whole = sum(int(size) for _, size in counts)
    return sum(int(resident) for resident, _ in counts) / whole if whole else None

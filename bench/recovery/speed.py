"""What recovery adds to the time of a scan: the mixed log of the scan bench, with and without, in turn."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from typing import Any

from bench.recovery.image import timed
from bench.scan.chunks import CHUNK, sound_chunks, write_log
from bench.scan.inputs import MEBIBYTE

KINDS: dict[str, list[str]] = {"off": [], "one pass": ["--recover", "--one-pass"], "two passes": ["--recover"]}
BOUNDS = {"one pass": 1.5, "two passes": 2.5}


def ratios(rounds: list[dict[str, float]]) -> dict[str, float]:
    """The median over rounds of each kind's time over that of the plain scan of the same round."""
    return {kind: round(median(one[kind] / one["off"] for one in rounds), 2) for kind in BOUNDS}


def measure(ntlmscan: Path, folder: Path, mebibytes: int, rounds: int) -> dict[str, Any]:
    """Wall and processor time, all threads and one; the first round is not counted."""
    seconds: dict[str, list[dict[str, float]]] = defaultdict(list)
    with tempfile.TemporaryDirectory(prefix="recovery-") as work:
        log = Path(work) / "mixed.evtx"
        chunks = sound_chunks([folder])
        count = max(len(chunks), mebibytes * MEBIBYTE // CHUNK)
        write_log(log, islice(cycle(chunks), count), count)
        for number in range(rounds + 1):
            for threads in ("all", "1"):
                taken: dict[str, tuple[float, float, bytes]] = {}
                for kind, words in KINDS.items():
                    more = ["--threads", "1"] if threads == "1" else []
                    out = ["-o", f"{work}/rows.parquet"]
                    taken[kind] = timed([str(ntlmscan), "scan", "--quiet", *words, *more, str(log), *out])
                if number > 0:
                    seconds[f"wall, threads: {threads}"].append({kind: one[0] for kind, one in taken.items()})
                    seconds[f"processor, threads: {threads}"].append({kind: one[1] for kind, one in taken.items()})
        size = log.stat().st_size
    off = {name: round(median(one["off"] for one in every), 3) for name, every in seconds.items()}
    return {
        "mebibytes": size >> 20,
        "rounds": rounds,
        "seconds_off": off,
        "ratios": {name: ratios(every) for name, every in seconds.items()},
    }

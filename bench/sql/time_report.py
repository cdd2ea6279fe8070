"""Times the whole report over one scan: processor seconds of the analyses and of the rest, peak memory, size."""

from __future__ import annotations

import argparse
import resource
from itertools import pairwise
from pathlib import Path
from time import perf_counter, process_time

from ntlmscan.engines.duckdb import DuckdbEngine
from ntlmscan.reporting import built


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--memory", default="2500MB")
    parser.add_argument("--threads", type=int, default=2)
    given = parser.parse_args()
    began, worked = perf_counter(), process_time()
    steps: list[tuple[float, str]] = []
    with DuckdbEngine(given.folder, memory=given.memory, threads=given.threads) as engine:
        page = built(engine, "Timed", progress=lambda words: steps.append((process_time(), words)))
        analyses = sum(engine.processor_seconds.values())
    wall, processor = perf_counter() - began, process_time() - worked
    steps.append((process_time(), "end"))
    spent = [(after[0] - before[0], before[1]) for before, after in pairwise(steps)]
    for seconds, words in sorted(spent, reverse=True)[:15]:
        print(f"{seconds:8.2f} s  {words}")
    print(f"{processor:8.2f} s of processors, {analyses:.2f} of them for the analyses; {wall:.2f} s by the clock")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(page.encode()) / 1e6:8.1f} MB of HTML, peak memory {peak:,.0f} MiB")


if __name__ == "__main__":
    main()

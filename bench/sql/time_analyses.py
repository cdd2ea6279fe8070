"""Times every analysis over one scan: wall and processor seconds of each step, peak memory, and rows beside them."""

from __future__ import annotations

import argparse
import resource
from pathlib import Path
from time import perf_counter, process_time

from ntlmscan.analysis import load, names, plan
from ntlmscan.engines.duckdb import DuckdbEngine


def counted(engine: DuckdbEngine, name: str) -> int:
    """How many rows an answer has; one that is made on reading is read in its order, which is timed with it."""
    one = load(name)
    if not one.on_reading:
        return int(engine.query(f"select count(*) as n from {name}").to_pylist()[0]["n"])
    began, worked = perf_counter(), process_time()
    rows: int = sum(batch.num_rows for batch in engine.read(name))
    engine.seconds[name] += perf_counter() - began
    engine.processor_seconds[name] += process_time() - worked
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*", metavar="ANALYSIS", help="these and what they build on; else all")
    parser.add_argument("--memory", default="2500MB")
    parser.add_argument("--threads", type=int, default=2)
    given = parser.parse_args()
    with DuckdbEngine(given.folder, memory=given.memory, threads=given.threads) as engine:
        for name in given.names or names():
            engine.prepare(name)
        rows = {name: counted(engine, name) for name in engine.seconds}
        for name, seconds in engine.seconds.items():
            indent = "  " if load(name).step_of else ""
            print(f"{seconds:8.2f} s {engine.processor_seconds[name]:8.2f} s {rows[name]:>12,} rows  {indent}{name}")
        wall, processor = sum(engine.seconds.values()), sum(engine.processor_seconds.values())
        print(f"{wall:8.2f} s {processor:8.2f} s in all, {len(plan(*rows))} steps")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB")


if __name__ == "__main__":
    main()

"""Measures `authentications` against the truth of the lab: precision, recall, fields, by scenario and over all.

`python -m bench.accuracy [SCENARIO...] [--mixed N] [--switches] [--examples N] [--save]`
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bindings" / "python"))

from bench.accuracy.report import finish, line  # noqa: E402
from bench.accuracy.runs import MIXED, Bench, Programs, scenario_names  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.accuracy", description=__doc__)
    parser.add_argument("scenarios", nargs="*", default=scenario_names(), metavar="SCENARIO")
    parser.add_argument("--mixed", type=int, default=20_000, help="authentications in the mixed scenario")
    parser.add_argument("--switches", action="store_true", help="every uncertain point with its other settings too")
    parser.add_argument("--examples", type=int, default=0, help="print so many misses of each run")
    parser.add_argument("--save", action="store_true", help="keep the result in bench/results and renew the tables")
    parser.add_argument("--build", type=Path, default=ROOT / "build" / "release", help="where the programs were built")
    given = parser.parse_args()
    began = perf_counter()
    with tempfile.TemporaryDirectory(prefix="accuracy-") as work:
        bench = Bench(Programs.built(given.build), Path(work), given.mixed)
        runs = {}
        for name in given.scenarios:
            runs[name] = bench.by_variant(name)
            for variant, score in runs[name].items():
                print(line(name, variant, score, given.examples), flush=True)
        switched = {}
        for setting in bench.switches() if given.switches else ():
            switched[setting] = bench.with_switch(MIXED, setting)
            print(line(MIXED, setting, switched[setting], given.examples), flush=True)
    print(finish(runs, switched, seconds=perf_counter() - began, mixed=given.mixed, save=given.save))


if __name__ == "__main__":
    main()

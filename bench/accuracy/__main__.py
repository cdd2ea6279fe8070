"""Measures `authentications` against the truth of the lab: precision, recall, fields, by scenario and over all.

`python -m bench.accuracy [SCENARIO...] [--mixed N] [--switches] [--examples N] [--save]`
"""

from __future__ import annotations

import argparse
import tempfile
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from time import perf_counter

from bench.accuracy.judging import Score
from bench.accuracy.report import line, report, save, terminal
from bench.accuracy.runs import MIXED, ROOT, Bench, Programs, scenario_names


def main() -> None:
    given = _arguments()
    began = perf_counter()
    with tempfile.TemporaryDirectory(prefix="accuracy-") as work, ProcessPoolExecutor(given.jobs) as pool:
        bench = Bench(Programs.built(given.build), Path(work), given.mixed)
        names = given.scenarios or scenario_names()
        runs: dict[str, dict[str, Score]] = {}
        for name, scores in zip(names, pool.map(bench.by_variant, names), strict=True):
            runs[name] = scores
            for variant, score in scores.items():
                print(line(name, variant, score, given.examples), flush=True)
        settings = bench.switches() if given.switches and MIXED in runs else []
        switched: dict[str, dict[str, Score]] = {}
        for setting, score in zip(settings, pool.map(partial(bench.with_switch, MIXED), settings), strict=True):
            switched[setting] = {MIXED: score}
            print(line(MIXED, setting, score, given.examples), flush=True)
    result = report(runs, switched, given.mixed, perf_counter() - began)
    print(terminal(result))
    if given.save:
        print(save(result))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.accuracy", description=__doc__)
    parser.add_argument("scenarios", nargs="*", metavar="SCENARIO")
    parser.add_argument("--mixed", type=int, default=20_000, help="authentications in the mixed scenario")
    parser.add_argument("--switches", action="store_true", help="every uncertain point with its other settings too")
    parser.add_argument("--examples", type=int, default=0, help="print so many misses of each run")
    parser.add_argument("--jobs", type=int, default=2, help="scenarios at a time")
    parser.add_argument("--save", action="store_true", help="keep the result in bench/results and renew the tables")
    parser.add_argument("--build", type=Path, default=ROOT / "build" / "release", help="where the programs were built")
    return parser.parse_args()


if __name__ == "__main__":
    main()

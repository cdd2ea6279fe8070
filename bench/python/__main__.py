"""The Python package beside the native command and beside PyPI evtx: `python -m bench.python` from the root.

It measures the package that is installed beside this interpreter.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.peers import pypi_evtx
from bench.python import table
from bench.python.handover import handover
from bench.python.import_time import import_time
from bench.python.ntlm_frame import ntlm_frame
from bench.python.scanned import scanned
from bench.python.streamed import streamed
from bench.scan import machine, report
from bench.scan.inputs import InputMaker
from bench.scan.session import Result, Session

ROOT = Path(__file__).resolve().parents[2]
SIZE = 512
ROUNDS = 7
WORKLOADS: dict[str, Callable[[Session], Iterator[Result]]] = {
    "import": import_time,
    "scan": scanned,
    "handover": handover,
    "ntlm-frame": ntlm_frame,
    "stream": streamed,
}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.python", description=__doc__)
    parser.add_argument("workloads", nargs="*", help=f"{', '.join(WORKLOADS)}; all where none is named")
    parser.add_argument("--size", type=int, default=SIZE, help="MiB of the input of scan")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--build", type=Path, default=ROOT / "build" / "bench")
    parser.add_argument("--results", type=Path, help="bench/results for a run with nothing left out, else build/bench")
    chosen = parser.parse_args()
    if unknown := set(chosen.workloads) - set(WORKLOADS):
        parser.error(f"no such workload: {', '.join(sorted(unknown))}")
    if chosen.rounds < 5:
        parser.error("a median of fewer than 5 rounds says little")
    return chosen


def results_folder(chosen: argparse.Namespace) -> Path:
    """A run with something left out does not replace the kept results of a whole one."""
    whole = not chosen.workloads and chosen.size == SIZE and chosen.rounds >= ROUNDS
    folder: Path = chosen.results or (ROOT / "bench" / "results" if whole else ROOT / "build" / "bench" / "results")
    return folder


def measured(session: Session, names: list[str]) -> tuple[list[Result], list[str]]:
    """Shows each result as it comes. A workload whose rows differ ends, and is named; the others go on."""
    results: list[Result] = []
    failed: list[str] = []
    for name in names:
        try:
            for result in WORKLOADS[name](session):
                print(report.text(result), flush=True)
                results.append(result)
        except (SystemExit, subprocess.CalledProcessError) as error:
            failed.append(f"{name}: {error}")
            print(failed[-1], file=sys.stderr, flush=True)
    session.clear()
    return results, failed


def main() -> int:
    chosen = arguments()
    about: dict[str, Any] = machine.describe(chosen.build)
    maker = InputMaker(
        root=ROOT, work=ROOT / "build" / "bench" / "scan", fixtures=chosen.build / "bin" / "ntlmscan-fixtures"
    )
    session = Session(
        root=ROOT,
        build=chosen.build,
        evtx_dump=Path("evtx_dump"),
        maker=maker,
        kinds=["mixed"],
        size=chosen.size,
        slow_size=chosen.size,
        rounds=chosen.rounds,
    )
    results, failed = measured(session, chosen.workloads or list(WORKLOADS))
    folder = ROOT / "build" / "bench" / "results" if failed else results_folder(chosen)
    folder.mkdir(parents=True, exist_ok=True)
    kept = {
        "date": datetime.now(UTC).date().isoformat(),
        "commit": machine.commit(ROOT),
        "machine": about | {"load_at_end": round(os.getloadavg()[0], 2)},
        "python": sys.version.split()[0],
        "peers": [pypi_evtx.version(), *table.versions()],
        "origin": maker.origin,
        "rounds": chosen.rounds,
        "results": results,
    }
    written = folder / f"{kept['date']}-python.json"
    written.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"\n{written}\n{table.write(folder)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

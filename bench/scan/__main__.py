"""ntlmscan beside its peers and beside reading, end to end: `python -m bench.scan` from the root of the repository."""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.peers import duckdb_table, evtx_dump, evtxexport, pypi_evtx, python_evtx
from bench.scan import machine, report, table
from bench.scan.blocks import blocks
from bench.scan.chunks import KINDS
from bench.scan.dumped import dump, other_parsers
from bench.scan.inputs import InputMaker
from bench.scan.memory import memory
from bench.scan.ntlm_table import ntlm_table
from bench.scan.once import once
from bench.scan.session import Result, Session
from bench.scan.start_up import start_up
from bench.scan.wanted import one_event, scan, two_threads

ROOT = Path(__file__).resolve().parents[2]
SIZE = 512
SLOW_SIZE = 64
ROUNDS = 7
WORKLOADS: dict[str, Callable[[Session], Iterator[Result]]] = {
    "scan": scan,
    "one-event": one_event,
    "two-threads": two_threads,
    "dump": dump,
    "once": once,
    "ntlm-table": ntlm_table,
    "other-parsers": other_parsers,
    "start-up": start_up,
    "blocks": blocks,
}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.scan", description=__doc__)
    parser.add_argument("workloads", nargs="*", metavar="WORKLOAD", help=f"of {', '.join(WORKLOADS)}; all if none")
    parser.add_argument("--memory", action="store_true", help="also: anonymous memory on 8 GiB and on 80 MiB")
    parser.add_argument("--inputs", nargs="+", choices=list(KINDS), default=list(KINDS), metavar="KIND")
    parser.add_argument("--size", type=int, default=SIZE, metavar="MIB", help="of each input")
    parser.add_argument("--slow-size", type=int, default=SLOW_SIZE, metavar="MIB", help="of inputs of slow peers")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="counted rounds, at least 5")
    parser.add_argument("--build", type=Path, default=ROOT / "build" / "bench")
    parser.add_argument("--evtx-dump", type=Path, default=ROOT / "build" / "peers" / "bin" / "evtx_dump")
    parser.add_argument("--results", type=Path, help="bench/results for a run with nothing left out, else build/bench")
    chosen = parser.parse_args()
    if unknown := set(chosen.workloads) - set(WORKLOADS):
        parser.error(f"no such workload: {', '.join(sorted(unknown))}")
    if chosen.rounds < 5:
        parser.error("a median of fewer than 5 rounds says little")
    return chosen


def results_folder(chosen: argparse.Namespace) -> Path:
    """A run with something left out does not replace the kept results of a whole one."""
    whole = (
        not chosen.workloads
        and chosen.memory
        and chosen.inputs == list(KINDS)
        and (chosen.size, chosen.slow_size) == (SIZE, SLOW_SIZE)
        and chosen.rounds >= ROUNDS
    )
    folder: Path = chosen.results or (ROOT / "bench" / "results" if whole else ROOT / "build" / "bench" / "results")
    return folder


def measured(session: Session, names: list[str], with_memory: bool) -> tuple[list[Result], list[str]]:
    """Runs the workloads and shows each result as it comes. One whose rows differ ends, and is named; others go on."""
    results: list[Result] = []
    failed: list[str] = []
    for workload in [WORKLOADS[name] for name in names] + ([memory] if with_memory else []):
        try:
            for result in workload(session):
                print(report.text(result), flush=True)
                results.append(result)
        except (SystemExit, subprocess.CalledProcessError) as error:
            failed.append(f"{workload.__name__}: {error}")
            print(failed[-1], file=sys.stderr, flush=True)
    session.clear()
    return results, failed


def main() -> int:
    chosen = arguments()
    folder = results_folder(chosen)
    folder.mkdir(parents=True, exist_ok=True)
    about: dict[str, Any] = machine.describe(chosen.build)
    maker = InputMaker(
        root=ROOT, work=ROOT / "build" / "bench" / "scan", fixtures=chosen.build / "bin" / "ntlmscan-fixtures"
    )
    session = Session(
        root=ROOT,
        build=chosen.build,
        evtx_dump=chosen.evtx_dump,
        maker=maker,
        kinds=chosen.inputs,
        size=chosen.size,
        slow_size=chosen.slow_size,
        rounds=chosen.rounds,
    )
    results, failed = measured(session, chosen.workloads or list(WORKLOADS), chosen.memory)
    if failed:
        folder = ROOT / "build" / "bench" / "results"
        folder.mkdir(parents=True, exist_ok=True)
    today = datetime.now(UTC).date().isoformat()
    peers = [evtx_dump.version(chosen.evtx_dump), machine.first_line("jq", "--version"), duckdb_table.version()]
    kept = {
        "date": today,
        "commit": machine.commit(ROOT),
        "machine": about | {"load_at_end": round(os.getloadavg()[0], 2)},
        "peers": [*peers, pypi_evtx.version(), evtxexport.version(), python_evtx.version()],
        "origin": maker.origin,
        "method": "whole processes in turn after one round that is not counted; output to /dev/null, Parquet to disk",
        "rounds": chosen.rounds,
        "results": results,
    }
    written = folder / f"{today}-scan.json"
    written.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"\n{written}\n{table.write(folder)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

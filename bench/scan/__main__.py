"""ntlmscan beside evtx_dump and cat, end to end: `python -m bench.scan` from the root of the repository."""

import argparse
import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.peers import evtx_dump
from bench.scan import machine, table
from bench.scan.chunks import KINDS
from bench.scan.compare import compare_slice, records_and_rows
from bench.scan.inputs import Input, InputMaker
from bench.scan.timing import Run, Runner, ratio, spread

ROOT = Path(__file__).resolve().parents[2]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.scan", description=__doc__)
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=f"of {', '.join(KINDS)}; all where none is named")
    parser.add_argument("--size", type=int, default=512, metavar="MIB", help="of each input")
    parser.add_argument("--rounds", type=int, default=7, help="counted rounds, at least 5")
    parser.add_argument("--build", type=Path, default=ROOT / "build" / "bench")
    parser.add_argument("--evtx-dump", type=Path, default=ROOT / "build" / "peers" / "bin" / "evtx_dump")
    parser.add_argument("--results", type=Path, default=ROOT / "bench" / "results")
    chosen = parser.parse_args()
    chosen.kinds = chosen.kinds or list(KINDS)
    if unknown := set(chosen.kinds) - set(KINDS):
        parser.error(f"no such input: {', '.join(sorted(unknown))}")
    if chosen.rounds < 5:
        parser.error("a median of fewer than 5 rounds says little")
    return chosen


def summary(runs: list[Run], size: int, records: int) -> dict[str, Any]:
    seconds = spread([run.seconds for run in runs])
    return {
        "seconds": seconds,
        "cpu_seconds": spread([run.cpu_seconds for run in runs]),
        "gb_per_second": round(size / seconds["median"] / 1e9, 3),
        "records_per_second": round(records / seconds["median"]),
        "ns_per_record": round(seconds["median"] / records * 1e9, 1),
        "peak_mib": round(max(run.peak_kib for run in runs) / 1024, 1),
        "all_seconds": [run.seconds for run in runs],
    }


def measure(made: Input, chosen: argparse.Namespace, runner: Runner) -> dict[str, Any]:
    """Compares first; a run that finds something else than evtx_dump is not timed."""
    program, peer = chosen.build / "bin" / "ntlmscan", chosen.evtx_dump
    output = made.whole.with_suffix(".parquet")

    def ours(log: Path) -> list[str]:
        return [str(program), "scan", "--threads", "1", "-o", str(output), str(log)]

    runner.run(ours(made.slice))
    slice_rows = compare_slice(made=made, output=output, peer=peer, events_page=ROOT / "docs" / "events.md")
    runner.run(ours(made.whole))
    records, rows = records_and_rows(output)
    theirs = evtx_dump.count_records(peer, made.whole)
    if records != theirs:
        raise SystemExit(f"{made.kind}: {records} records, evtx_dump has {theirs}")

    commands = {
        "evtx_dump": evtx_dump.command(peer, made.whole),
        "ntlmscan": ours(made.whole),
        "cat": ["cat", str(made.whole)],
    }
    runs = runner.rounds(commands, chosen.rounds)
    return {
        "kind": made.kind,
        "bytes": made.size,
        "distinct_chunks": made.distinct,
        "chunks": made.chunks,
        "records": records,
        "rows": rows,
        "compared": {"records": slice_rows.records, "rows": slice_rows.kept, "values": slice_rows.values},
        "commands": {name: summary(of, made.size, records) for name, of in runs.items()},
        "ratios": {
            "evtx_dump/ntlmscan": ratio(runs, "evtx_dump", "ntlmscan"),
            "ntlmscan/cat": ratio(runs, "ntlmscan", "cat"),
        },
    }


def show(result: dict[str, Any]) -> None:
    compared = result["compared"]
    print(
        f"\n{result['kind']}: {result['bytes'] / 2**20:.0f} MiB, {result['distinct_chunks']} distinct chunks,", end=""
    )
    print(f" {result['records']:,} records, {result['rows']:,} rows;", end="")
    print(f" equal on the slice: {compared['rows']:,} rows, {compared['values']:,} values")
    for name, took in result["commands"].items():
        seconds = took["seconds"]
        print(f"  {name:10} {seconds['median']:7.3f} s ({seconds['low']:.3f} to {seconds['high']:.3f})", end="")
        print(f" {took['gb_per_second']:6.2f} GB/s {took['records_per_second']:>12,} records/s", end="")
        print(f" {took['ns_per_record']:8.1f} ns/record {took['peak_mib']:6.1f} MiB")
    for name, value in result["ratios"].items():
        print(f"  {name:20} {value['median']:6.2f} ({value['low']:.2f} to {value['high']:.2f})")


def main() -> None:
    chosen = arguments()
    work = ROOT / "build" / "bench" / "scan"
    work.mkdir(parents=True, exist_ok=True)
    chosen.results.mkdir(parents=True, exist_ok=True)
    about = machine.describe(chosen.build)
    maker = InputMaker(root=ROOT, work=work, fixtures=chosen.build / "bin" / "ntlmscan-fixtures")
    runner = Runner(chosen.build / "bin" / "ntlmscan_timed_run")
    results = []
    for kind in chosen.kinds:
        made = maker.make(kind, chosen.size)
        results.append(measure(made, chosen, runner))
        show(results[-1])
        made.whole.unlink()
        made.whole.with_suffix(".parquet").unlink()
    today = datetime.now(UTC).date().isoformat()
    report = {
        "date": today,
        "commit": machine.commit(ROOT),
        "machine": about | {"load_at_end": round(os.getloadavg()[0], 2)},
        "peer": evtx_dump.version(chosen.evtx_dump),
        "origin": maker.origin,
        "method": "whole processes in turn after one round that is not counted; output to /dev/null, Parquet to disk",
        "rounds": chosen.rounds,
        "results": results,
    }
    written = chosen.results / f"{today}-scan.json"
    written.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    print(f"\n{written}\n{table.write(chosen.results)}")


if __name__ == "__main__":
    main()

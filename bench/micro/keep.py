"""Keeps the medians of a Google Benchmark run, dated: `python -m bench.micro.keep RUN.json RESULTS BUILD`."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.scan import machine

ROOT = Path(__file__).resolve().parents[2]
COUNTERS = ["records", "rows", "planned", "items", "definitions", "fields", "encoded"]
TIMES = {"ns_per_record": "s/record", "ns_per_item": "s/item"}


def _entry(one: dict[str, Any]) -> dict[str, Any]:
    entry: dict[str, Any] = {"name": one["run_name"]}
    if "bytes_per_second" in one:
        entry["gb_per_second"] = round(one["bytes_per_second"] / 1e9, 3)
    entry |= {ours: round(one[theirs] * 1e9, 1) for ours, theirs in TIMES.items() if theirs in one}
    entry |= {name: round(one[name]) for name in COUNTERS if name in one}
    return entry | ({"input": one["label"]} if one.get("label") else {})


def medians(run: dict[str, Any]) -> list[dict[str, Any]]:
    """One entry for each benchmark. An error in any repetition ends everything: its time means nothing."""
    failed = [one for one in run["benchmarks"] if one.get("error_occurred")]
    if failed:
        raise SystemExit(f"{failed[0]['name']}: {failed[0]['error_message']}")
    return [_entry(one) for one in run["benchmarks"] if one.get("aggregate_name") == "median"]


def main(run: Path, results: Path, build: Path) -> Path:
    today = datetime.now(UTC).date().isoformat()
    report = {
        "date": today,
        "commit": machine.commit(ROOT),
        "machine": machine.describe(build),
        "medians": medians(json.loads(run.read_text(encoding="utf-8"))),
    }
    kept = results / f"{today}-micro.json"
    kept.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return kept


if __name__ == "__main__":
    print(main(*map(Path, sys.argv[1:4])))

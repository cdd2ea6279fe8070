"""Keeps the medians of a Google Benchmark run, dated: `python -m bench.micro.keep RUN.json RESULTS BUILD`."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.scan import machine

ROOT = Path(__file__).resolve().parents[2]
COUNTERS = ["records", "rows", "planned"]


def medians(run: dict[str, Any]) -> list[dict[str, Any]]:
    """One entry for each benchmark. An error in any repetition ends everything: its time means nothing."""
    failed = [one for one in run["benchmarks"] if one.get("error_occurred")]
    if failed:
        raise SystemExit(f"{failed[0]['name']}: {failed[0]['error_message']}")
    kept = []
    for one in run["benchmarks"]:
        if one.get("aggregate_name") != "median":
            continue
        entry = {"name": one["run_name"], "gb_per_second": round(one["bytes_per_second"] / 1e9, 3)}
        entry["ns_per_record"] = round(one["s/record"] * 1e9, 1)
        kept.append(entry | {name: round(one[name]) for name in COUNTERS} | {"input": one["label"]})
    return kept


def main(run: Path, results: Path, build: Path) -> Path:
    today = datetime.now(UTC).date().isoformat()
    report = {
        "date": today,
        "commit": machine.commit(ROOT),
        "machine": machine.describe(build),
        "medians": medians(json.loads(run.read_text(encoding="utf-8"))),
    }
    kept = results / f"{today}-hot-loop.json"
    kept.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return kept


if __name__ == "__main__":
    print(main(*map(Path, sys.argv[1:4])))

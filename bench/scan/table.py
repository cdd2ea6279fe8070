"""The table of results for the README, made of the newest file in bench/results."""

import json
import sys
from pathlib import Path
from typing import Any

HEAD = [
    "input",
    "records, rows kept",
    "`ntlmscan scan` to Parquet",
    "ns per record",
    "peak memory",
    "`evtx_dump` to JSON lines",
    "times faster",
    "times `cat`",
]


def _row(result: dict[str, Any]) -> list[str]:
    ours, peer = result["commands"]["ntlmscan"], result["commands"]["evtx_dump"]
    faster, cat = result["ratios"]["evtx_dump/ntlmscan"], result["ratios"]["ntlmscan/cat"]
    return [
        f"{result['kind']}, {result['bytes'] / 2**20:.0f} MiB",
        f"{result['records']:,}, {result['rows']:,}",
        f"{ours['seconds']['median']:.3f} s, {ours['gb_per_second']:.2f} GB/s",
        f"{ours['ns_per_record']:.0f}",
        f"{ours['peak_mib']:.0f} MiB",
        f"{peer['seconds']['median']:.3f} s, {peer['gb_per_second']:.2f} GB/s",
        f"{faster['median']:.2f} ({faster['low']:.2f} to {faster['high']:.2f})",
        f"{cat['median']:.2f}",
    ]


def render(report: dict[str, Any]) -> str:
    """Markdown: the table and the line that says where and how."""
    machine = report["machine"]
    lines = ["<!-- Made by bench/scan from bench/results; do not edit. -->", ""]
    for row in [HEAD, ["--"] * len(HEAD), *(_row(result) for result in report["results"])]:
        lines.append(f"| {' | '.join(row)} |")
    lines += [
        "",
        f"Whole process, one thread, page cache warm; medians of {report['rounds']} rounds, ratios round by round with"
        f" their quartiles. {report['date']}, {machine['cpu']}, {machine['cores']} cores,"
        f" {machine['memory_gib']:.0f} GiB, {machine['compiler']}; {report['peer']}; {report['origin']}.",
    ]
    return "\n".join(lines) + "\n"


def write(results: Path) -> Path:
    """Renews table.md beside the newest result."""
    newest = max(results.glob("*-scan.json"))
    table = results / "table.md"
    table.write_text(render(json.loads(newest.read_text(encoding="utf-8"))), encoding="utf-8")
    return table


if __name__ == "__main__":
    print(write(Path(sys.argv[1] if len(sys.argv) > 1 else "bench/results")))

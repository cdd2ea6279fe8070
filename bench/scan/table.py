"""Tables of the newest results: table.md beside them, and with --readme its first part in the README.

`python -m bench.scan.table [--readme] [FOLDER]`
"""

import argparse
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from bench.scan.blocks import ADVICE, BLOCKS
from bench.scan.wanted import AT_ONCE

ROOT = Path(__file__).resolve().parents[2]
BEGIN, END = "<!-- measured: begin (make bench) -->", "<!-- measured: end -->"
SOURCE = "<!-- Made by bench/scan/table.py from bench/results; do not edit. -->"
FASTER, CAT = "evtx_dump/ntlmscan", "ntlmscan/cat"

Result = dict[str, Any]
Cells = Callable[[Result], list[str]]


def _spread(value: dict[str, float]) -> str:
    return f"{value['median']:.2f} ({value['low']:.2f} to {value['high']:.2f})"


def _time(took: dict[str, Any]) -> str:
    return f"{took['seconds']['median']:.3f} s, {took['gb_per_second']:.2f} GB/s"


def _rate(took: dict[str, Any]) -> str:
    return f"{took['ns_per_record']:,.0f} ns, {took['records_per_second'] / 1e6:.2f} M/s"


def _reading(result: Result) -> str:
    commands = result["commands"]
    return ", ".join(f"{commands[name]['seconds']['median']:.3f}" for name in ("cat", "pread"))


def _beside_evtx_dump(result: Result) -> list[str]:
    ours, peer = result["commands"]["ntlmscan"], result["commands"]["evtx_dump"]
    rows = f", {result['rows']:,}" if "rows" in result else ""
    return [
        f"{result['input']}, {result['bytes'] / 2**20:,.0f} MiB",
        f"{result['records']:,}{rows}",
        _time(ours),
        _rate(ours),
        f"{ours['peak_mib']:.0f} MiB",
        _time(peer),
        _spread(result["figures"][FASTER]),
        _reading(result),
        f"{result['figures'][CAT]['median']:.2f}",
    ]


def _beside_others(result: Result) -> list[str]:
    """Each peer beside each way of ours."""
    commands, pairs = result["commands"], [name.split("/") for name in result["figures"]]
    ours, peers = (list(dict.fromkeys(pair[side] for pair in pairs)) for side in (1, 0))
    return [
        f"{result['input'].split(',')[0]}, {result['bytes'] / 2**20:,.1f} MiB",
        "<br>".join(_named(name, commands[name]) for name in ours),
        "<br>".join(f"{name}: {_time(commands[name])}" for name in peers),
        "<br>".join(f"{_spread(result['figures'][f'{peer}/{name}'])}{_way(name)}" for name in ours for peer in peers),
        result.get("note", ""),
    ]


def _way(name: str) -> str:
    return name.removeprefix("ntlmscan")


def _named(name: str, took: dict[str, Any]) -> str:
    return f"{_time(took)}{_way(name)}"


def _plain(result: Result) -> list[str]:
    (value,) = result["figures"].values()
    return [result["input"], _spread(value)]


def _threads(result: Result) -> list[str]:
    at_once = result["figures"].get(AT_ONCE)
    return [result["input"], _spread(result["figures"]["one thread/two threads"]), _spread(at_once) if at_once else ""]


def _by_block(result: Result) -> list[str]:
    """Seconds without advice, sequential, ahead."""
    figures = result["figures"]
    return [
        result["input"],
        *(" / ".join(f"{figures[f'{block} KiB, {advice}']['median']:.3f}" for advice in ADVICE) for block in BLOCKS),
    ]


BESIDE = (
    "input|records, rows|ntlmscan|per record|peak memory|`evtx_dump`|times faster|`cat`, `pread` (s)|times `cat`"
).split("|")
OTHERS = ["input", "ntlmscan", "peer", "times faster", ""]
BY_BLOCK = ["input", *(f"{block} KiB" for block in BLOCKS)]
SECTIONS: tuple[tuple[str, str, list[str], Cells], ...] = (
    ("scan", "Everything wanted, to Parquet", BESIDE, _beside_evtx_dump),
    ("one event", "One event id, to Parquet", BESIDE, _beside_evtx_dump),
    ("dump", "Every record, to NDJSON", BESIDE, _beside_evtx_dump),
    ("once", "Every log once, nothing repeated, to Parquet", BESIDE, _beside_evtx_dump),
    ("ntlm table", "The table of NTLM records, to Parquet", OTHERS, _beside_others),
    ("other parsers", "Every record, beside other parsers", OTHERS, _beside_others),
    ("two threads", "Two threads beside one", ["input", "times faster", "two scans at once, each by one"], _threads),
    ("memory", "Anonymous memory", ["input", "MiB"], _plain),
    ("start-up", "Start-up", ["call", "ms"], _plain),
    ("blocks", f"Reading alone: seconds by block, advice {' / '.join(ADVICE)}", BY_BLOCK, _by_block),
)


def grid(head: list[str], rows: Iterable[list[str]]) -> list[str]:
    """A table in Markdown."""
    return [f"| {' | '.join(row)} |" for row in [head, ["--"] * len(head), *rows]]


def _floor(result: Result, floor: dict[str, Any]) -> list[str]:
    met = "yes" if floor["met"] else "**no**"
    return [result["workload"], result["input"], floor["figure"], f"{floor['measured']:.2f}", floor["wanted"], met]


def floors(report: dict[str, Any]) -> list[str]:
    """Every floor beside what was measured."""
    rows = [_floor(result, floor) for result in report["results"] for floor in result["floors"]]
    return grid(["workload", "input", "figure", "measured", "floor", "met"], rows)


def _least_favourable(same: list[tuple[Result, dict[str, Any]]]) -> list[str]:
    """Of the inputs for which a floor holds, the one that comes nearest to it or misses it most."""
    at_least = same[0][1]["wanted"].startswith("≥")
    result, floor = (min if at_least else max)(same, key=lambda judged: judged[1]["measured"])
    cells = _floor(result, floor)
    return [*cells[:1], cells[2], cells[4], cells[3], cells[1], cells[5]]


def floors_in_short(report: dict[str, Any]) -> list[str]:
    """One line for each floor."""
    judged: dict[tuple[str, str, str], list[tuple[Result, dict[str, Any]]]] = {}
    for result in report["results"]:
        for floor in result["floors"]:
            judged.setdefault((result["workload"], floor["figure"], floor["wanted"]), []).append((result, floor))
    head = ["workload", "figure", "floor", "measured", "on", "met"]
    return grid(head, map(_least_favourable, judged.values()))


def circumstances(report: dict[str, Any]) -> str:
    machine = report["machine"]
    return (
        f"Whole processes, one thread where none is named, page cache warm where it is not said; medians of"
        f" {report['rounds']} rounds, ratios round by round with their quartiles. {report['date']}, {machine['cpu']},"
        f" {machine['cores']} cores, {machine['memory_gib']:.0f} GiB, {machine['compiler']}, load"
        f" {machine['load_at_start']} to {machine['load_at_end']}; {', '.join(report['peers'])}; {report['origin']}."
    )


def _of(report: dict[str, Any], workload: str) -> list[Result]:
    return [result for result in report["results"] if result["workload"] == workload]


def render(report: dict[str, Any]) -> str:
    """table.md: every section for which there are results, then the floors."""
    lines = [SOURCE, "", circumstances(report)]
    for workload, title, head, cells in SECTIONS:
        if found := _of(report, workload):
            lines += ["", f"## {title}", "", *grid(head, map(cells, found))]
    return "\n".join([*lines, "", "## Floors", "", *floors(report)]) + "\n"


def readme_part(report: dict[str, Any]) -> str:
    """The first section, and of each floor the input that is least favourable."""
    _, _, head, cells = SECTIONS[0]
    scans = grid(head, map(cells, _of(report, "scan")))
    return "\n".join([SOURCE, "", *scans, "", *floors_in_short(report), "", circumstances(report)]) + "\n"


def splice(page: str, part: str, begin: str = BEGIN, end: str = END) -> str:
    """The page with `part` between its markers."""
    if page.count(begin) != 1 or page.count(end) != 1:
        raise SystemExit(f"the page needs {begin} and {end} once each")
    before, _, rest = page.partition(begin)
    _, _, after = rest.partition(end)
    return f"{before}{begin}\n{part}{end}{after}"


def newest(results: Path) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(max(results.glob("*-scan.json")).read_text(encoding="utf-8"))
    return report


def write(results: Path) -> Path:
    """Renews table.md beside the newest result."""
    table = results / "table.md"
    table.write_text(render(newest(results)), encoding="utf-8")
    return table


def main() -> Iterator[Path]:
    parser = argparse.ArgumentParser(prog="python -m bench.scan.table", description=__doc__)
    parser.add_argument("results", nargs="?", type=Path, default=ROOT / "bench" / "results")
    parser.add_argument("--readme", action="store_true", help="renew the measured part of README.md too")
    chosen = parser.parse_args()
    yield write(chosen.results)
    if chosen.readme:
        page = ROOT / "README.md"
        page.write_text(splice(page.read_text(encoding="utf-8"), readme_part(newest(chosen.results))), encoding="utf-8")
        yield page


if __name__ == "__main__":
    for path in main():
        print(path)

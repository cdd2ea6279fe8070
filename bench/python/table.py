"""Tables of the newest results of the Python package: python.md beside them, with --readme the floors in the README.

`python -m bench.python.table [--readme] [FOLDER]`
"""

import argparse
import json
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench.scan.table import floors, floors_in_short, grid, splice

ROOT = Path(__file__).resolve().parents[2]
SOURCE = "<!-- Made by bench/python/table.py from bench/results; do not edit. -->"
BEGIN, END = "<!-- measured in Python: begin -->", "<!-- measured in Python: end -->"
HEAD = ["workload", "on", "rows", "seconds", "figure"]

Report = dict[str, Any]


def versions() -> list[str]:
    """Of the readers that rows are handed to."""
    return [f"{name} {version(name)}" for name in ("polars", "pyarrow")]


def _took(result: dict[str, Any]) -> str:
    commands = result["commands"].items()
    return "<br>".join(f"{name} {took['seconds']['median']:.4g}" for name, took in commands)


def _figures(result: dict[str, Any]) -> str:
    spreads = result["figures"].items()
    return "<br>".join(f"{name}: {one['median']:.4g} ({one['low']:.4g} to {one['high']:.4g})" for name, one in spreads)


def _cells(result: dict[str, Any]) -> list[str]:
    rows = f"{result['rows']:,}" if "rows" in result else ""
    return [result["workload"], result["input"], rows, _took(result), _figures(result)]


def circumstances(report: Report) -> str:
    machine = report["machine"]
    return (
        f"Medians of {report['rounds']} rounds or more, in turn, quartiles in brackets, page cache warm, one thread."
        f" {report['date']}, Python {report['python']}, {machine['cpu']}, {machine['cores']} cores, load"
        f" {machine['load_at_start']} to {machine['load_at_end']}; {', '.join(report['peers'])}; {report['origin']}."
    )


def render(report: Report) -> str:
    """python.md."""
    lines = [SOURCE, "", circumstances(report), "", *grid(HEAD, map(_cells, report["results"]))]
    return "\n".join([*lines, "", "## Floors", "", *floors(report)]) + "\n"


def readme_part(report: Report) -> str:
    """Of each floor the input that is least favourable."""
    return "\n".join([SOURCE, "", *floors_in_short(report), "", circumstances(report)]) + "\n"


def newest(results: Path) -> Report:
    report: Report = json.loads(max(results.glob("*-python.json")).read_text(encoding="utf-8"))
    return report


def write(results: Path) -> Path:
    """Renews python.md beside the newest result."""
    page = results / "python.md"
    page.write_text(render(newest(results)), encoding="utf-8")
    return page


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.python.table", description=__doc__)
    parser.add_argument("results", nargs="?", type=Path, default=ROOT / "bench" / "results")
    parser.add_argument("--readme", action="store_true", help="renew the part of README.md too")
    chosen = parser.parse_args()
    print(write(chosen.results))
    if chosen.readme:
        page = ROOT / "README.md"
        part = readme_part(newest(chosen.results))
        page.write_text(splice(page.read_text(encoding="utf-8"), part, BEGIN, END), encoding="utf-8")
        print(page)


if __name__ == "__main__":
    main()

"""Where the instructions go: `python -m bench.instructions.profile NAME=LOG…` renews the tables of docs/performance.md.

Each log is scanned to Parquet by one thread under callgrind; `NAME=LOG,OPTION…` adds options of scan, such as
`rejecting=mixed.evtx,--events,9`.
"""

import argparse
import json
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench.instructions.callgrind import Share, annotate, count
from bench.scan.table import grid, splice

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- profile: begin -->", "<!-- profile: end -->"
SHOWN = 25


@dataclass(frozen=True)
class Profile:
    """One run: its records, all instructions, and the functions with what was spent in them and below them."""

    name: str
    records: int
    total: int
    own: list[Share]
    inclusive: list[Share]


def profiled(name: str, words: list[str], build: Path, folder: Path) -> Profile:
    """`words` are the log and options of scan."""
    program, stats, out = str(build / "bin" / "ntlmscan"), folder / "stats.json", folder / "callgrind.out"
    options = ["--quiet", "--threads", "1", "-o", str(folder / "rows.parquet"), "--stats", str(stats)]
    total = count([program, "scan", *options, *words], out)
    records = int(json.loads(stats.read_text(encoding="utf-8"))["records"])
    return Profile(name, records, total, annotate(out, inclusive=False), annotate(out, inclusive=True))


def _table(profiles: list[Profile], listings: list[list[Share]], title: str) -> list[str]:
    """Instructions a record of the functions with most of them in any of the runs."""
    per_record = [
        {share.function: share.instructions / profile.records for share in listing}
        for profile, listing in zip(profiles, listings, strict=True)
    ]
    most = {name: max(of.get(name, 0.0) for of in per_record) for of_one in per_record for name in of_one}
    shown = sorted(most, key=lambda name: -most[name])[:SHOWN]
    totals = [f"**{profile.total / profile.records:,.0f}**" for profile in profiles]
    rows = [[f"`{name}`", *(f"{of[name]:,.0f}" if name in of else "" for of in per_record)] for name in shown]
    head = [title, *(f"{profile.name}, {profile.records:,} records" for profile in profiles)]
    return grid(head, [["**all**", *totals], *rows])


def render(profiles: list[Profile]) -> str:
    """Both tables in Markdown."""
    own = _table(profiles, [profile.own for profile in profiles], "per record, in the function itself")
    below = _table(profiles, [profile.inclusive for profile in profiles], "per record, with what it calls")
    return "\n".join(["<!-- Made by bench/instructions/profile.py; do not edit. -->", "", *own, "", *below]) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.instructions.profile", description=__doc__)
    parser.add_argument("logs", nargs="+", metavar="NAME=LOG")
    parser.add_argument("--build", type=Path, default=ROOT / "build" / "release")
    chosen = parser.parse_args()
    profiles = []
    with tempfile.TemporaryDirectory(prefix="ntlmscan-profile-") as folder:
        for name, _, words in (log.partition("=") for log in chosen.logs):
            profiles.append(profiled(name, words.split(","), chosen.build, Path(folder)))
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(splice(page, render(profiles), BEGIN, END), encoding="utf-8")
    print(PAGE)


if __name__ == "__main__":
    main()

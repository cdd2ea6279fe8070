"""Where the instructions go: `python -m bench.instructions.profile` renews the tables of docs/performance.md.

Samples of the inputs of bench/scan, each distinct chunk once, are scanned to Parquet by one thread under callgrind.
"""

import argparse
import json
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench.instructions.callgrind import Share, annotate, count
from bench.scan.inputs import InputMaker
from bench.scan.table import grid, splice

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- profile: begin -->", "<!-- profile: end -->"
SHOWN = 25
MOST_CHUNKS = 256
# Column heading, input, options of scan. No log has events of id 9 that are wanted.
RUNS: tuple[tuple[str, str, list[str]], ...] = (
    ("rejecting", "mixed", ["--events", "9"]),
    ("mixed", "mixed", []),
    ("security", "security", []),
    ("ntlm", "ntlm", []),
)


@dataclass(frozen=True)
class Profile:
    """One run: its records, all instructions, and the functions with what was spent in them and below them."""

    name: str
    records: int
    total: int
    own: list[Share]
    inclusive: list[Share]


def profiled(name: str, log: Path, options: list[str], build: Path, folder: Path) -> Profile:
    program, stats, out = str(build / "bin" / "ntlmscan"), folder / "stats.json", folder / "callgrind.out"
    words = ["--quiet", "--threads", "1", "-o", str(folder / "rows.parquet"), "--stats", str(stats), *options, str(log)]
    total = count([program, "scan", *words], out)
    records = int(json.loads(stats.read_text(encoding="utf-8"))["records"])
    return Profile(name, records, total, annotate(out, inclusive=False), annotate(out, inclusive=True))


def sample(chunks: list[bytes]) -> list[bytes]:
    """Spread evenly over all there are."""
    taken = min(len(chunks), MOST_CHUNKS)
    return [chunks[i * len(chunks) // taken] for i in range(taken)]


def _below_main(profile: Profile) -> list[Share]:
    """Without what holds nearly all of it, such as main, and without what is no function of this project."""
    own = [share for share in profile.inclusive if ".so" not in share.function and "std::" not in share.function]
    return [share for share in own if share.instructions < profile.total * 0.9]


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


def render(profiles: list[Profile], origin: str) -> str:
    """Both tables in Markdown."""
    own = _table(profiles, [profile.own for profile in profiles], "per record, in the function itself")
    below = _table(profiles, [_below_main(profile) for profile in profiles], "per record, with what it calls")
    head = ["<!-- Made by bench/instructions/profile.py; do not edit. -->", "", f"Input: {origin}.", ""]
    return "\n".join([*head, *own, "", *below]) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.instructions.profile", description=__doc__)
    parser.add_argument("--build", type=Path, default=ROOT / "build" / "release")
    build: Path = parser.parse_args().build
    profiles = []
    with tempfile.TemporaryDirectory(prefix="ntlmscan-profile-") as name:
        folder = Path(name)
        maker = InputMaker(root=ROOT, work=folder, fixtures=build / "bin" / "ntlmscan-fixtures")
        for heading, kind, options in RUNS:
            log = maker.write(kind, sample(maker.own(kind)))
            profiles.append(profiled(heading, log, options, build, folder))
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(splice(page, render(profiles, maker.origin), BEGIN, END), encoding="utf-8")
    print(PAGE)


if __name__ == "__main__":
    main()

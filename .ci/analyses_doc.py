#!/usr/bin/env python3
"""Writes docs/analyses.md from the headers of the SQL files; with --check it only says whether that file is current.

Needs the Python package to be installed.
"""

from __future__ import annotations

import sys
from pathlib import Path

from ntlmscan.analysis import Analysis, load, names, parameters

ROOT = Path(__file__).resolve().parent.parent

TARGET = ROOT / "docs" / "analyses.md"
OPENING = """# The analyses

Made by `.ci/analyses_doc.py` from the headers in `bindings/python/ntlmscan/sql`; change those, not this file.

Each is one SQL file, the same text on DuckDB and on Spark. `ntlmscan query NAME LOGS...` runs one; the table of its
answer has the columns below. What an analysis builds on is run before it, once.

Only rows with origin `live` are counted. Old records (`--recover`) and carved ones stand in `events` and in `timeline`
alone. To analyse carved logs, write them with `carve --write-evtx DIR` and scan DIR.
"""
STEPS = """## Steps in between

What these tables hold may change at any time; they are kept apart so that each is computed once.

| step | of | what it holds |
| --- | --- | --- |
"""


def section(one: Analysis) -> str:
    lines = [
        f"## {one.name}",
        "",
        one.summary,
        "",
        f"*{one.question}* One row is: {one.unit.removeprefix('one row per ')}.",
    ]
    lines += ["", "| column | meaning |", "| --- | --- |"]
    lines += [f"| `{name.replace(', ', '`, `')}` | {meaning} |" for name, meaning in one.columns]
    if held := parameters(one.name):
        told = ", ".join(f"`{p.name}` ({p.type}, default {p.default})" for _, p in held.values())
        lines += ["", f"Parameters: {told}."]
    for title, text in (("Caveats", one.caveats), ("Cannot see", one.cannot_see)):
        lines += ["", f"{title}: {text}"] if text else []
    return "\n".join(lines) + "\n"


def document() -> str:
    steps = [load(name) for name in names(steps=True)]
    rows = "".join(f"| `{one.name}` | {one.step_of} | {one.summary} |\n" for one in steps if not one.public)
    return "\n".join([OPENING, *(section(load(name)) for name in names()), STEPS]).rstrip("\n") + "\n" + rows


def main() -> int:
    made = document()
    if "--check" not in sys.argv:
        TARGET.write_text(made, encoding="utf-8")
        return 0
    if TARGET.exists() and TARGET.read_text(encoding="utf-8") == made:
        return 0
    print("docs/analyses.md is not what the SQL headers say: run .ci/analyses_doc.py", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())

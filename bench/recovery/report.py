"""Results of the recovery bench: tables for the terminal, a dated file, and what is made from it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.recovery.speed import BOUNDS
from bench.scan.table import grid, splice

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "bench" / "results"
BEGIN, END = "<!-- recovery: begin (python -m bench.recovery --save) -->", "<!-- recovery: end -->"
SOURCE = "<!-- Made by bench/recovery/report.py from bench/results; do not edit. -->"
# What an independent carver counted in the same 456 logs.
CARVER = {"old": 17_796, "8001": 108, "8002": 204, "8003": 105}


def newest() -> dict[str, Any]:
    """The last result that was kept; a part that is measured again replaces its own."""
    kept = sorted(RESULTS.glob("*-recovery.json"))
    found: dict[str, Any] = json.loads(kept[-1].read_text(encoding="utf-8")) if kept else {}
    return found


def tables(result: dict[str, Any]) -> list[str]:
    parts: list[str] = []
    if corpus := result.get("corpus"):
        parts += ["", *_corpus(corpus)]
    if damage := result.get("damage"):
        parts += ["", *_damage(damage)]
    if carve := result.get("carve"):
        parts += ["", *_carve(carve)]
    if cost := result.get("speed"):
        parts += ["", *_speed(cost)]
    return parts[1:]


def _frames(told: dict[str, Any]) -> list[list[str]]:
    if "frames" not in told:
        return []
    live = f", {told['frames_live']:,} of them as live records"
    return [["of old frames that a plain count finds", f"{told['frames_read']:,} of {told['frames']:,}{live}", ""]]


def _corpus(told: dict[str, Any]) -> list[str]:
    rows = [
        ["old records", f"{told['old']:,}", f"{CARVER['old']:,}"],
        *_frames(told),
        ["of these with every name", f"{told['named']:,}", ""],
        *(
            [f"NTLM/Operational {i}, named", f"{told['ntlm'].get(i, 0):,}", str(CARVER[i])]
            for i in ("8001", "8002", "8003")
        ),
        ["also live somewhere, compared", f"{told['also_live']:,}", ""],
        ["of these with another value", f"{told['wrong']:,}", ""],
        *([kind, f"{number:,}", ""] for kind, number in told["by_kind"].items()),
    ]
    return grid(["public corpus, `dump --recover`", "rows", "independent carver"], rows)


def _damage(told: dict[str, Any]) -> list[str]:
    head = [f"{told['variants']} variants, {told['kinds']} kinds", "untouched records that came out", "share"]
    head += ["none though some untouched", "crashes, hangs", "invalid lines", "wrong status"]
    rows = []
    for name, tally in told["readers"].items():
        ours = name.startswith("ntlmscan")
        rows.append(
            [
                name,
                f"{tally['found']:,} of {tally['untouched']:,}",
                f"{tally['share']:.2%}",
                str(tally["failed_though_untouched"]),
                str(tally["crashed"]),
                str(tally["invalid"]),
                str(tally["wrong_status"]) if ours else "",
            ]
        )
    return grid(head, rows)


def _carve(told: dict[str, Any]) -> list[str]:
    carve, grep = told["carve"], told["grep"]
    rows = [
        ["chunks found", f"{told['found']} of {told['chunks']}"],
        ["records", f"{told['records']:,}"],
        ["rows outside the chunks", str(told["rows"] - told["rows_inside_chunks"])],
        ["processor time, one thread, one pass", f"{carve['cpu']} s ({carve['gb_per_cpu_second']} GB/s)"],
        ["processor time of `grep -c` for the magic", f"{grep['cpu']} s"],
    ]
    return grid([f"`carve`, {told['mebibytes']:,} MiB", ""], rows)


def _speed(told: dict[str, Any]) -> list[str]:
    rows = [
        [name, f"{told['seconds_off'][name]} s", *(_held(share, BOUNDS[kind]) for kind, share in shares.items())]
        for name, shares in told["ratios"].items()
    ]
    bounds = [f"{kind} (at most {bound} x)" for kind, bound in BOUNDS.items()]
    return grid([f"`scan` of {told['mebibytes']:,} MiB mixed, `--recover`", "off", *bounds], rows)


def _held(share: float, bound: float) -> str:
    return f"{share} x" if share <= bound else f"{share} x **no**"


def terminal(result: dict[str, Any]) -> str:
    return "\n".join(["", *tables(result)])


def save(result: dict[str, Any]) -> Path:
    """Keeps a result under its date and renews what is made from it."""
    result["date"] = datetime.now(UTC).date().isoformat()
    path = RESULTS / f"{result['date']}-recovery.json"
    path.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    text = "\n".join(
        [SOURCE, "", *tables(result), "", f"Measured on {result['date']}; counting rules: `bench/README.md`."]
    )
    (RESULTS / "recovery.md").write_text(text + "\n", encoding="utf-8")
    readme = ROOT / "README.md"
    readme.write_text(splice(readme.read_text(encoding="utf-8"), text + "\n", BEGIN, END), encoding="utf-8")
    return path

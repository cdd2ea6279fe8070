"""Results of the accuracy bench: lines for the terminal, a dated file, and the tables made from it.

`python -m bench.accuracy.report` renews accuracy.md and the README from the newest result.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.accuracy.floor import VARIANTS
from bench.accuracy.floors import SWITCH_MAY_MOVE, judge_floors, moved
from bench.accuracy.judged import Judged
from bench.accuracy.judges import TABLE
from bench.accuracy.judging import Score
from bench.scan.table import grid, splice

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "bench" / "results"
BEGIN, END = "<!-- accuracy: begin (python -m bench.accuracy --save) -->", "<!-- accuracy: end -->"
SOURCE = "<!-- Made by bench/accuracy/report.py from bench/results; do not edit. -->"
COLUMNS = "precision|recall|account|client|server|client program|server program|version|outcome|views joined".split("|")

Figures = dict[str, float | None]


def line(name: str, variant: str, score: Score, examples: int) -> str:
    """One run on the terminal: precision and recall, and whatever else is not perfect."""
    always = ("precision", "recall")
    shown = ((n, v) for n, v in score.figures().items() if v is not None and (n in always or v != 1))
    figures = "  ".join(f"{n} {v:.3f}" for n, v in shown)
    head = f"{name:6} {variant:22} true {score.counts['true']:>6} claimed {score.counts['claimed']:>6}  {figures}"
    kinds = ["", *(f"{one.name}: " for one in TABLE)]
    chosen = (e for kind in kinds for e in _of_kind(score.examples, kind)[:examples])
    return "\n".join([head, *(f"    {example}" for example in chosen)])


def _of_kind(examples: list[str], kind: str) -> list[str]:
    """Those of one analysis; the empty kind is that of `authentications`."""
    others = tuple(f"{one.name}: " for one in TABLE)
    return [e for e in examples if (e.startswith(kind) if kind else not e.startswith(others))]


def report(
    runs: Mapping[str, Mapping[str, Score]], switched: Mapping[str, Mapping[str, Score]], mixed: int, seconds: float
) -> dict[str, Any]:
    """Everything that was measured, and the floors."""
    total = {variant: _sum(run[variant] for run in runs.values()) for variant in VARIANTS}
    figures = {variant: score.figures() for variant, score in total.items()}
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "mixed": mixed,
        "seconds": round(seconds),
        "scenarios": {name: {v: _told(s) for v, s in run.items()} for name, run in runs.items()},
        "total": {variant: _told(score) for variant, score in total.items()},
        "floors": judge_floors(figures),
        "switches": {
            setting: {
                name: _told(s) | {"moved": moved(runs[name]["all logs"].figures(), s.figures())}
                for name, s in by.items()
            }
            for setting, by in switched.items()
        },
    }


def save(result: dict[str, Any]) -> Path:
    """Keeps a result under its date and renews what is made from it."""
    path = RESULTS / f"{result['date']}-accuracy.json"
    path.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    write_tables(result)
    return path


def write_tables(result: dict[str, Any]) -> None:
    (RESULTS / "accuracy.md").write_text(page(result), encoding="utf-8")
    readme = ROOT / "README.md"
    text = splice(readme.read_text(encoding="utf-8"), readme_part(result), BEGIN, END)
    readme.write_text(text, encoding="utf-8")


def page(result: dict[str, Any]) -> str:
    """accuracy.md: the totals, the floors, every scenario, every switch."""
    head = ["scenario", "logs", "true", "claimed", *COLUMNS, "accesses"]
    rows = [_row(name, v, told) for name, run in result["scenarios"].items() for v, told in run.items()]
    parts = [SOURCE, "", _circumstances(result), "", *_totals(result), "", *_floors(result), ""]
    parts += ["## By scenario", "", *grid(head, rows), ""]
    for one in TABLE:
        parts += [f"## `{one.name}` by scenario", "", *_further_by_scenario(one, result["scenarios"]), ""]
    parts += ["## Switches", "", *_switches(result)]
    return "\n".join(parts) + "\n"


def readme_part(result: dict[str, Any]) -> str:
    """Totals and floors."""
    return "\n".join([SOURCE, "", *_totals(result), "", *_floors(result), "", _circumstances(result)]) + "\n"


def terminal(result: dict[str, Any]) -> str:
    return "\n".join(["", *_totals(result), "", *_floors(result)])


def newest() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(max(RESULTS.glob("*-accuracy.json")).read_text(encoding="utf-8"))
    return found


def _sum(scores: Any) -> Score:
    total = Score()
    for score in scores:
        total += score
    return total


def _told(score: Score) -> dict[str, Any]:
    figures = {name: value if value is None else round(value, 5) for name, value in score.figures().items()}
    return {"counts": dict(sorted(score.counts.items())), "figures": figures}


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _row(name: str, variant: str, told: dict[str, Any]) -> list[str]:
    counts, figures = told["counts"], told["figures"]
    accesses = f"{counts.get('accesses found', 0)} of {counts.get('accesses true', 0)}"
    shares = [_share(figures[column]) for column in COLUMNS]
    return [name, variant, f"{counts.get('true', 0):,}", f"{counts.get('claimed', 0):,}", *shares, accesses]


def _totals(result: dict[str, Any]) -> list[str]:
    head = ["logs", "true", "claimed", *COLUMNS, "accesses"]
    rows = [_row("", variant, told)[1:] for variant, told in result["total"].items()]
    further = (["", *_further(one, result["total"])] for one in TABLE)
    return [*grid(head, rows), *(text for table in further for text in table)]


def _further(one: Judged, total: Mapping[str, dict[str, Any]]) -> list[str]:
    """One row per variant: each figure of the analysis, and of how many."""
    rows = [[variant, *_shares_of(one, told)] for variant, told in total.items()]
    return grid([f"`{one.name}`: logs", *one.shares], rows)


def _further_by_scenario(one: Judged, scenarios: Mapping[str, Mapping[str, dict[str, Any]]]) -> list[str]:
    rows = [[name, variant, *_shares_of(one, told)] for name, run in scenarios.items() for variant, told in run.items()]
    return grid(["scenario", "logs", *one.shares], [row for row in rows if set(row[2:]) != {"-"}])


def _shares_of(one: Judged, told: dict[str, Any]) -> list[str]:
    return [_of(told, one.figure(share), one.figure(whole)) for share, (_, whole) in one.shares.items()]


def _of(told: dict[str, Any], figure: str, whole: str) -> str:
    value = told["figures"].get(figure)
    return "-" if value is None else f"{_share(value)} of {told['counts'][whole]:,}"


def _floors(result: dict[str, Any]) -> list[str]:
    rows = [
        [
            floor["variant"],
            floor["figure"],
            floor["wanted"],
            f"{floor['measured']:.4f}",
            "yes" if floor["met"] else "**no**",
        ]
        for floor in result["floors"]
    ]
    return grid(["logs", "figure", "floor", "measured", "met"], rows)


def _switches(result: dict[str, Any]) -> list[str]:
    head = ["setting", "scenario", "precision", "recall", f"moved by more than {SWITCH_MAY_MOVE:g}"]
    rows = []
    for setting, by in result["switches"].items():
        for name, told in by.items():
            apart = ", ".join(f"{n} {v:+.3f}" for n, v in told["moved"].items()) or "nothing"
            rows.append([setting, name, _share(told["figures"]["precision"]), _share(told["figures"]["recall"]), apart])
    return grid(head, rows) if rows else ["Not played this time."]


def _circumstances(result: dict[str, Any]) -> str:
    return (
        f"{len(result['scenarios'])} scenarios of the lab, the mixed month with {result['mixed']:,} authentications"
        f" asked for; {result['date']}. Each as it is, with every clock up to five minutes wrong, and without three"
        " logs in ten. What the columns mean: `bench/README.md`; by scenario and switch: `bench/results/accuracy.md`."
    )


if __name__ == "__main__":
    write_tables(newest())

"""What the analyses have to reach against the lab: the one table of floors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bench.accuracy.fields import JUDGES
from bench.accuracy.floor import CLOCKS, MISSING, PLAIN, Floor
from bench.accuracy.judges import TABLE

SWITCH_MAY_MOVE = 0.02

FLOORS = (
    *(Floor(PLAIN, figure, least=0.99) for figure in ("precision", "recall")),
    *(Floor(variant, figure, least=0.97) for variant in (CLOCKS, MISSING) for figure in ("precision", "recall")),
    *(Floor(PLAIN, field, least=0.99) for field in JUDGES if field != "outcome"),
    Floor(PLAIN, "phantoms completed", most=0.0),
    *(Floor(f.variant, one.figure(f.figure), f.least, f.most) for one in TABLE for f in one.floors),
)


def judge_floors(figures: Mapping[str, Mapping[str, float | None]]) -> list[dict[str, Any]]:
    """Every floor whose figure was measured, with what was measured."""
    found = []
    for floor in FLOORS:
        value = figures.get(floor.variant, {}).get(floor.figure)
        if value is not None:
            told = {"variant": floor.variant, "figure": floor.figure, "wanted": floor.wanted}
            found.append({**told, "measured": value, "met": floor.met_by(value)})
    return found


def moved(plain: Mapping[str, float | None], other: Mapping[str, float | None]) -> dict[str, float]:
    """Figures that another setting of a switch moves by more than is allowed."""
    names = ("precision", "recall", *JUDGES, *(name for name in plain if ": " in name))
    apart = {name: (other[name] or 0.0) - (plain[name] or 0.0) for name in names if plain.get(name) and other.get(name)}
    return {name: value for name, value in apart.items() if abs(value) > SWITCH_MAY_MOVE}

"""The table of analyses judged beside `authentications`: one more is a module with its `Judged`, and a row here."""

from __future__ import annotations

from collections.abc import Mapping

from bench.accuracy.causes import CAUSES
from bench.accuracy.excepted import EXCEPTED
from bench.accuracy.judged import Asked, Judged
from bench.accuracy.ready import READY
from bench.accuracy.refused import REFUSED
from bench.accuracy.simulated import SIMULATED

TABLE: tuple[Judged, ...] = (CAUSES, SIMULATED, EXCEPTED, READY, REFUSED)


def ask_all(asked: Asked) -> dict[str, object]:
    """What each of them answers."""
    return {one.name: one.ask(asked) for one in TABLE}


def figures_of_all(counts: Mapping[str, int]) -> dict[str, float | None]:
    """Every figure of every one of them."""
    return {name: value for one in TABLE for name, value in one.figures(counts).items()}

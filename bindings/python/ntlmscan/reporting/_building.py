"""The report put together: the window, the frame, every page, and a file that stays small enough to mail."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from ntlmscan.analysis import Value
from ntlmscan.analysis import parameters as parameters_of
from ntlmscan.comparing import side
from ntlmscan.context import CONTEXT_TABLES
from ntlmscan.engines.duckdb import DuckdbEngine

from ._answers import Answers, Limits
from ._material import Material
from ._model import Page
from ._registry import PAGES
from ._render import render
from ._scope import scope_of

LARGEST = 25_000_000
"""Bytes of the file: what most mail gateways let pass."""

# From the widest that anyone reads to the narrowest that still answers; the first that fits is taken.
_LADDER = (Limits(), Limits(rows=200, drilled=20, records=100), Limits(rows=50, drilled=5, records=20))

_COMPARISON = "compare"
_ADJUSTABLE = ("host_coverage", "readiness", "hunt", _COMPARISON)
"""Analyses of the report whose parameters a reader may want otherwise; timeline is in no report."""

Window = tuple[datetime | None, datetime | None]


def by_analysis(given: Mapping[str, Value], compares: bool = True) -> dict[str, dict[str, Value]]:
    """The parameters that were given, by the analysis of the report that has them.

    Raises:
        ValueError: none has it, or only the comparison, and nothing is compared.

    >>> by_analysis({"guesses": 5})
    {'hunt': {'guesses': 5}}
    """
    known = {parameter: name for name in _ADJUSTABLE for parameter in parameters_of(name)}
    if strange := sorted(set(given) - set(known)):
        raise ValueError(f"the report has no parameter {strange[0]!r}; it has: {', '.join(sorted(known))}")
    found: dict[str, dict[str, Value]] = {}
    for parameter, value in given.items():
        if known[parameter] == _COMPARISON and not compares:
            raise ValueError(f"{parameter} is a parameter of the comparison, and nothing is compared")
        found.setdefault(known[parameter], {})[parameter] = value
    return found


def build(
    engine: DuckdbEngine,
    title: str,
    window: Window,
    progress: Callable[[str], object],
    old: Mapping[str, Any] | None = None,
    parameters: Mapping[str, Value] | None = None,
) -> str:
    """The text of the file; `old` is the other side of a comparison, as `comparing.side` gives it."""
    given = by_analysis(parameters or {}, old is not None)
    engine.narrow(*window)
    for name in [one for one in given if one != _COMPARISON]:
        engine.prepare(name, **given[name])
    if old is None:
        return _fitting(engine, title, window, progress, None)
    progress("comparison")
    with DuckdbEngine({**old, **side(engine, "new")}) as both:
        both.prepare(_COMPARISON, **given.get(_COMPARISON, {}))
        return _fitting(engine, title, window, progress, both)


def _fitting(
    engine: DuckdbEngine, title: str, window: Window, progress: Callable[[str], object], both: DuckdbEngine | None
) -> str:
    page = ""
    for limits in _LADDER:
        answers = Answers(engine, limits, progress)
        scope = scope_of(answers, window)
        context = {name: answers.rows(f"select * from {name}") for name in CONTEXT_TABLES}
        compared = None if both is None else Answers(both, limits, progress)
        material = Material(answers, scope, context, compared)
        pages: list[Page] = []
        for one in PAGES:
            progress(f"page {len(pages) + 1} of {len(PAGES)}")
            pages.append(one(material))
        progress("records behind the numbers")
        page = render(title, scope, pages, answers)
        if len(page.encode()) <= LARGEST:
            break
    return page

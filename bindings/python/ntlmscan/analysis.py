"""The analyses: SQL files, what each builds on, the order to run them in, and their parameters."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib.resources import files

from ntlmscan.context import CONTEXT_TABLES
from ntlmscan.policies import ASKED_TABLES
from ntlmscan.schema_tables import SIDES, TABLES

_HEADER_LINE = re.compile(r"^-- ?(.*)$")
_KEY = re.compile(r"^(unit|question|order|builds on|parameters|columns|caveats|cannot see|step of|made): ?(.*)$")
_PARAMETER = re.compile(r"^(\w+) (string|bigint|double|timestamp) = (.*)$")

Value = str | int | float | datetime | None

_NUMBERS: Mapping[str, Callable[[str], float]] = {"bigint": int, "double": float}
_LARGEST_NUMBER = 1_000_000_000


_OR_SQL = "SQL begins with select or with"


class UnknownAnalysisError(ValueError):
    """There is no analysis of that name."""


@dataclass(frozen=True)
class Parameter:
    """One column of an analysis's one-row table of parameters."""

    name: str
    type: str
    default: Value


@dataclass(frozen=True)
class Analysis:
    """One SQL file with what its header says."""

    name: str
    sql: str
    summary: str
    unit: str
    question: str
    columns: tuple[tuple[str, str], ...]
    caveats: str
    cannot_see: str
    builds_on: tuple[str, ...]
    step_of: str
    order: str
    parameters: tuple[Parameter, ...] = field(default=())
    on_reading: bool = False
    """A view, not a table: as wide and as long as the records, read once, and computed as it is read."""

    @property
    def ordered(self) -> str:
        """The query that reads its answer in the order its header states."""
        return f"select * from {self.name}" + (f" order by {self.order}" if self.order else "")

    @property
    def public(self) -> bool:
        """Whether people ask for it by name; a step only serves other analyses."""
        return not self.step_of


def names(*, steps: bool = False) -> list[str]:
    """The analyses in alphabetical order.

    >>> "authentications" in names()
    True
    """
    return [one.name for one in _all().values() if steps or one.public]


def load(name: str) -> Analysis:
    """One analysis by name.

    >>> load("hosts").unit
    'one row per computer'
    """
    found = _all().get(name)
    if found is None:
        raise UnknownAnalysisError(f"no analysis is called {name!r}; there are: {', '.join(names())}; {_OR_SQL}")
    return found


def plan(*wanted: str) -> list[Analysis]:
    """The wanted analyses and all they build on, each after those it needs.

    >>> [one.name for one in plan("boots")][-1]
    'boots'
    """
    ordered: dict[str, Analysis] = {}

    def visit(name: str, above: tuple[str, ...]) -> None:
        if any(name in known for known in (TABLES, SIDES, CONTEXT_TABLES, ASKED_TABLES, ordered)):
            return
        if name in above:
            raise ValueError(f"{name} builds on itself: {' -> '.join((*above, name))}")
        one = load(name)
        for below in one.builds_on:
            visit(below, (*above, name))
        ordered[name] = one

    for name in wanted:
        visit(name, ())
    return list(ordered.values())


def depends_on(name: str, table: str) -> bool:
    """Whether an analysis builds on a table, by whatever number of steps.

    >>> depends_on("simulate", "asked_policies"), depends_on("hosts", "asked_policies")
    (True, False)
    """
    return any(table in one.builds_on for one in plan(name))


def parameters(name: str) -> dict[str, tuple[str, Parameter]]:
    """What can be given to an analysis: its own parameters and those of its steps, each with the one that holds it.

    >>> parameters("hunt")["fan_out_servers"][0]
    'hunt_members'
    """
    held = [one for one in plan(name) if one.name == name or name in one.step_of.replace(",", " ").split()]
    return {parameter.name: (one.name, parameter) for one in held for parameter in one.parameters}


def shared_out(name: str, given: Mapping[str, Value]) -> dict[str, dict[str, Value]]:
    """The values given to an analysis, by the analysis or step that holds the parameter.

    Raises:
        ValueError: it has no such parameter.
    """
    known = parameters(name)
    if strange := sorted(set(given) - set(known)):
        offered = ", ".join(known) or "none"
        raise ValueError(f"{name} has no parameter {strange[0]!r}; it has: {offered}")
    shared: dict[str, dict[str, Value]] = {}
    for parameter, value in given.items():
        shared.setdefault(known[parameter][0], {})[parameter] = value
    return shared


def outdated(done: Iterable[str], changed: Iterable[str]) -> set[str]:
    """Those of `done` that have to be made anew once the parameters of `changed` are others."""
    anew = set(changed)
    return {name for name in done if name in anew or any(depends_on(name, one) for one in anew)}


def bind(analysis: Analysis, given: Mapping[str, Value]) -> dict[str, tuple[str, Value]]:
    """The values of an analysis's parameters as column -> (type, value), defaults filled in.

    Raises:
        ValueError: no number where one is needed, or one that would make every answer true.
    """
    for one in analysis.parameters:
        if one.name in given:
            _check_number(one, given[one.name])
    return {one.name: (one.type, given.get(one.name, one.default)) for one in analysis.parameters}


def _check_number(parameter: Parameter, value: Value) -> None:
    reads = _NUMBERS.get(parameter.type)
    if reads is None:
        return
    try:
        text = str(value)
        if not text.isascii():  # int and float would take the digits of any script, which the engines do not
            raise ValueError(text)
        number = reads(text)
    except ValueError:
        kind = "whole number" if reads is int else "number"
        raise ValueError(f"{parameter.name} {value!r} is no {kind}") from None
    if not 0 < number <= _LARGEST_NUMBER:
        raise ValueError(f"{parameter.name} {value!r} must be more than 0, and at most {_LARGEST_NUMBER:,}")


@cache
def _all() -> dict[str, Analysis]:
    folder = files("ntlmscan").joinpath("sql")
    found = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".sql")), key=lambda e: e.name)
    return {e.name[:-4]: parse(e.name[:-4], e.read_text(encoding="utf-8")) for e in found}


def parse(name: str, sql: str) -> Analysis:
    """An analysis from the text of its file; the header is the comment at the top."""
    summary: list[str] = []
    values: dict[str, list[str]] = {}
    current = summary
    for line in sql.splitlines():
        match = _HEADER_LINE.match(line)
        if match is None:
            break
        if key := _KEY.match(match[1]):
            current = values.setdefault(key[1], [])
            current.extend([key[2]] if key[2] else [])
        else:
            current.append(match[1].strip())

    def text(key: str) -> str:
        return " ".join(values.get(key, []))

    return Analysis(
        name=name,
        sql=sql,
        summary=" ".join(summary),
        unit=text("unit"),
        question=text("question"),
        columns=_pairs(values.get("columns", [])),
        caveats=text("caveats"),
        cannot_see=text("cannot see"),
        builds_on=tuple(text("builds on").replace(",", " ").split()),
        step_of=text("step of"),
        order=text("order"),
        parameters=tuple(_parameter(name, line) for line in values.get("parameters", [])),
        on_reading=text("made") == "on reading",
    )


def _pairs(lines: list[str]) -> tuple[tuple[str, str], ...]:
    """`name: meaning` lines; a line without a colon goes on with the one before."""
    found: list[tuple[str, str]] = []
    for line in lines:
        name, colon, meaning = line.partition(": ")
        if colon and re.fullmatch(r"\w+(, \w+)*", name):
            found.append((name, meaning))
        elif found:
            found[-1] = (found[-1][0], f"{found[-1][1]} {line}")
    return tuple(found)


def _parameter(analysis: str, line: str) -> Parameter:
    match = _PARAMETER.match(line)
    if match is None:
        raise ValueError(f"{analysis}: not a parameter: {line!r}")
    name, kind, default = match.groups()
    if default == "null":
        return Parameter(name, kind, None)
    return Parameter(name, kind, int(default) if kind == "bigint" else default)

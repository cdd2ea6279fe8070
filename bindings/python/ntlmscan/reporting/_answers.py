"""Questions to the engine, and their answers as rows and as tables of the report with the query that lists all."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ntlmscan.engines.duckdb import DuckdbEngine

from ._model import Column, Drill, Table
from ._text import cell

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Limits:
    """How much of a wide answer the page holds."""

    rows: int = 500
    drilled: int = 40
    records: int = 200


@dataclass(frozen=True)
class Listing:
    """What a table of the report asks: SQL without its order, the order, and the columns under their heads."""

    key: str
    title: str
    sql: str
    order: str
    columns: Sequence[tuple[str, Column]]
    needs: Sequence[str]
    about: str = ""
    empty: str = "No rows."
    drill: Callable[[Row], Drill | None] | None = None
    drill_on: str = ""


class Answers:
    """One scan's answers; an analysis is run when the first question needs it."""

    def __init__(self, engine: DuckdbEngine, limits: Limits, progress: Callable[[str], object]) -> None:
        self._engine = engine
        self._progress = progress
        self._prepared: set[str] = set()
        self._shared: dict[str, Any] = {}
        self.limits = limits

    def arrow(self, sql: str, *needs: str) -> Any:
        """An answer as an Arrow table, after the analyses it needs."""
        self._prepare(needs)
        return self._engine.query(sql)

    def shared(self, sql: str, *needs: str) -> Any:
        """An Arrow table that several pages ask for, answered once."""
        if sql not in self._shared:
            self._shared[sql] = self.arrow(sql, *needs)
        return self._shared[sql]

    def rows(self, sql: str, *needs: str) -> list[dict[str, Any]]:
        """An answer as rows."""
        found: list[dict[str, Any]] = self.arrow(sql, *needs).to_pylist()
        return found

    def with_given(self, name: str, given: Any, sql: str, *needs: str) -> Any:
        """An answer that also reads a table of ours."""
        self._prepare(needs)
        return self._engine.query_with({name: given}, sql)

    def _prepare(self, needs: Sequence[str]) -> None:
        for name in needs:
            if name not in self._prepared:
                self._progress(name.replace("_", " "))
                self._engine.prepare(name)
                self._prepared.add(name)

    def one(self, sql: str, *needs: str) -> dict[str, Any]:
        """The only row of an answer."""
        return self.rows(sql, *needs)[0]

    def table(self, asked: Listing) -> Table:
        """The first rows of a listing, how many there are, and where each one's number leads."""
        found = self.rows(
            f"with found as (\n{asked.sql}\n) select found.*, count(*) over () as rows_in_all from found "
            f"order by {asked.order} limit {self.limits.rows}",
            *asked.needs,
        )
        names = [name for name, _ in asked.columns]
        drills = [asked.drill(row) if asked.drill else None for row in found]
        return Table(
            key=asked.key,
            title=asked.title,
            columns=[column for _, column in asked.columns],
            rows=[[cell(row[name], column.kind) for name, column in asked.columns] for row in found],
            total=found[0]["rows_in_all"] if found else 0,
            query=f"{_dedented(asked.sql)}\norder by {asked.order}",
            about=asked.about,
            empty=asked.empty,
            drills=drills if any(drills) else [],
            drill_column=names.index(asked.drill_on) if asked.drill_on else 0,
        )


def _dedented(sql: str) -> str:
    lines = sql.strip("\n").splitlines()
    indent = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return "\n".join(re.sub(r"\s+$", "", line[indent:]) for line in lines)

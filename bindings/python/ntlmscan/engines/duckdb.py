"""Runs the analyses in DuckDB, embedded: memory bounded, larger intermediate tables on disk, time zone UTC."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from itertools import pairwise
from pathlib import Path
from time import perf_counter, process_time
from types import TracebackType
from typing import Any, TypeVar

import duckdb

from ntlmscan.analysis import Analysis, Value, bind, depends_on, load, outdated, plan, shared_out
from ntlmscan.context import CONTEXT_TABLES, Row, empty
from ntlmscan.engines._interruptible import interruptible
from ntlmscan.policies import ASKED_TABLES, Asked
from ntlmscan.schema_tables import FIRST_TIME, LAST_TIME, SIDES, TABLES

_MACROS = (
    "create macro unix_micros(t) as epoch_us(t)",
    "create macro timestamp_micros(n) as make_timestamptz(n)",
)
_TYPES = {
    "string": "varchar",
    "bigint": "bigint",
    "int": "integer",
    "boolean": "boolean",
    "timestamp": "timestamptz",
    "double": "double",
}
_ROWS_AT_A_TIME = 65_536
_ROWS_SORTED = 1_000_000

_Made = TypeVar("_Made")

# A folder of Parquet, tables by name, or a result that has the four tables as attributes.
Scan = Path | Mapping[str, Any] | Any


class DuckdbEngine:
    """One scan, open for questions; analyses that others build on are computed once."""

    def __init__(
        self,
        scan: Scan,
        *,
        context: Mapping[str, Sequence[Row]] | None = None,
        memory: str = "2GB",
        threads: int | None = None,
    ) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="ntlmscan-")
        self._connection = duckdb.connect()
        self.seconds: dict[str, float] = {}
        self.processor_seconds: dict[str, float] = {}
        self._done: set[str] = set()
        self._execute("set timezone = 'UTC'")
        self._execute(f"set memory_limit = {_literal(memory)}")
        self._execute("set preserve_insertion_order = false")
        self._execute(f"set temp_directory = '{self._folder.name}'")
        if threads:
            self._execute(f"set threads = {int(threads)}")
        # DuckDB 2.0.0 ends some joins of small tables with an internal error about a dictionary "seeded for caching";
        # without the cache of small chunks there is none. Earlier versions have neither.
        with suppress(duckdb.CatalogException):
            self._execute("set enable_caching_operators = false")
        self._execute("set python_enable_replacements = false")  # a name in SQL text is a table, never a variable here
        for macro in _MACROS:
            self._execute(macro)
        self._open_tables(scan)
        self._open_context(context or empty())
        self.ask(Asked())

    def __enter__(self) -> DuckdbEngine:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Gives back memory and the work file."""
        self._connection.close()
        self._folder.cleanup()

    def narrow(self, since: datetime | None, until: datetime | None) -> None:
        """Leaves out records before and after a half-open window; those without a time stay. Before any analysis."""
        tests = [
            f"time {sign} {_literal(at)}::timestamptz" for sign, at in ((">=", since), ("<", until)) if at is not None
        ]
        if not tests:
            return
        self._execute("alter view events rename to events_of_all_time")
        self._execute(
            f"create view events as select * from events_of_all_time where time is null or ({' and '.join(tests)})"
        )

    def run(self, name: str, **parameters: Value) -> Any:
        """One analysis as an Arrow table."""
        self.prepare(name, **parameters)
        return self.read(name).read_all() if load(name).on_reading else self.query(load(name).ordered)

    def read(self, name: str) -> Any:
        """The answer of an analysis that is prepared, in its order, as record batches computed as they are read."""
        import pyarrow

        one = load(name)
        if not one.on_reading:
            return self.stream(one.ordered)
        schema = self.stream(f"select * from {name} limit 0").schema
        parts = (batch for part in self._parts(one) for batch in self.stream(part))
        return pyarrow.RecordBatchReader.from_batches(schema, parts)

    def _parts(self, one: Analysis) -> Iterator[str]:
        """Queries that answer it one after another: rows this wide are sorted in memory or not at all."""
        first = one.order.split(",")[0]
        shares = ", ".join(str(number / 100) for number in range(1, 100))
        found = self.query(f"select count(*) as n, approx_quantile({first}, [{shares}]) as bounds from {one.name}")
        told = found.to_pylist()[0]
        step = max(1, 100 * _ROWS_SORTED // max(told["n"], 1))
        bounds = sorted({bound for bound in (told["bounds"] or [])[step - 1 :: step] if bound is not None})
        edges = [None, *bounds, None]
        for low, high in pairwise(edges):
            tests = [f"{first} >= {_bound(low)}"] if low is not None else []
            tests += [f"{first} < {_bound(high)}"] if high is not None else []
            where = f"where {' and '.join(tests)}" if tests else ""
            yield f"select * from {one.name} {where} order by {one.order}"
        if bounds:
            yield f"select * from {one.name} where {first} is null order by {one.order}"

    def prepare(self, name: str, **parameters: Value) -> None:
        """Makes the table of an analysis, those it builds on first; parameters hold until others are given."""
        given = shared_out(name, parameters)
        self._done -= outdated(self._done, given)
        for one in plan(name):
            if one.name in self._done:
                continue
            began, worked = perf_counter(), process_time()
            self._bind(one, given.get(one.name, {}))
            kind = "view" if one.on_reading else "table"
            self._execute(f"create or replace {kind} {one.name} as {one.sql}")
            self.seconds[one.name] = perf_counter() - began
            self.processor_seconds[one.name] = process_time() - worked
            self._done.add(one.name)

    def ask(self, asked: Asked) -> None:
        """Chooses the policies and lists that are asked about; what was answered about others is forgotten."""
        for name, rows in asked.tables().items():
            self._fill(name, ASKED_TABLES[name], rows)
        self._done -= {name for name in self._done if any(depends_on(name, table) for table in ASKED_TABLES)}

    def query(self, sql: str) -> Any:
        """The answer of any SQL text over the tables and the analyses made so far, as an Arrow table."""
        return self._made(lambda: self._connection.sql(sql).to_arrow_table())

    def stream(self, sql: str) -> Any:
        """The same as record batches that are computed as they are read, so that no memory holds the whole answer."""
        import pyarrow

        asked = self._made(lambda: self._connection.sql(sql))
        read = getattr(asked, "to_arrow_reader", None) or asked.fetch_arrow_reader  # its name before DuckDB 1.5
        batches = self._made(lambda: read(_ROWS_AT_A_TIME))
        following = partial(self._made, partial(next, batches, None))
        return pyarrow.RecordBatchReader.from_batches(batches.schema, iter(following, None))

    def query_with(self, given: Mapping[str, Any], sql: str) -> Any:
        """The answer of SQL text that also reads tables of the caller, as an Arrow table."""
        for name, table in given.items():
            self._connection.register(name, table)
        try:
            return self.query(sql)
        finally:
            for name in given:
                self._connection.unregister(name)

    def _execute(self, sql: str) -> None:
        self._made(lambda: self._connection.execute(sql))

    def _made(self, call: Callable[[], _Made]) -> _Made:
        """What the engine answers to one call, unless a signal ends it."""
        return interruptible(call, self._connection.interrupt)

    def _bind(self, one: Analysis, given: Mapping[str, Value]) -> None:
        bound = bind(one, given)
        if not bound:
            return
        columns = ", ".join(f"cast({_literal(v)} as {_TYPES[t]}) as {name}" for name, (t, v) in bound.items())
        self._execute(f"create or replace table {one.name}_parameters as select {columns}")

    def _open_tables(self, scan: Scan) -> None:
        for name, columns in (TABLES | SIDES).items():
            given = _given(scan, name)
            if given is None:
                self._execute(f"create view {name} as {_nothing(columns)}")
                continue
            if isinstance(given, str):
                origin = f"read_parquet('{given}')"
            else:
                self._connection.register(f"given_{name}", given)
                origin = f"given_{name}"
            present = {row[0] for row in self._connection.execute(f"describe select * from {origin}").fetchall()}
            self._execute(f"create view {name} as select {_selection(columns, present)} from {origin}")

    def _open_context(self, context: Mapping[str, Sequence[Row]]) -> None:
        for name, table in CONTEXT_TABLES.items():
            self._fill(name, {column.name: column.type for column in table.columns}, context.get(name, ()))

    def _fill(self, name: str, columns: Mapping[str, str], rows: Sequence[Mapping[str, Any]]) -> None:
        self._execute(f"create or replace table {name} as {_nothing(columns)}")
        marks = ", ".join("?" for _ in columns)
        if rows:
            given = [[row.get(c) for c in columns] for row in rows]
            self._connection.executemany(f"insert into {name} values ({marks})", given)


def run(scan: Scan, name: str, **parameters: Value) -> Any:
    """One analysis over one scan, as an Arrow table."""
    load(name)
    with DuckdbEngine(scan) as engine:
        return engine.run(name, **parameters)


def _given(scan: Scan, name: str) -> Any:
    if isinstance(scan, Path):
        return _parquet(scan, name)
    return scan.get(name) if isinstance(scan, Mapping) else getattr(scan, name, None)


def _parquet(folder: Path, name: str) -> str | None:
    found = folder / f"{name}.parquet"
    return str(found).replace("'", "''") if found.exists() else None


def _selection(columns: Mapping[str, str], present: set[str]) -> str:
    """Each column cast to its type; one that an older scan lacks is null, and so is a time that no calendar shows."""
    cast = {name: f"cast({name if name in present else 'null'} as {_TYPES[kind]})" for name, kind in columns.items()}
    for name, kind in columns.items():
        if kind == "timestamp" and name in present:
            window = f"timestamptz '{FIRST_TIME}' and timestamptz '{LAST_TIME}'"
            cast[name] = f"case when {cast[name]} between {window} then {cast[name]} end"
    return ", ".join(f"{text} as {name}" for name, text in cast.items())


def _nothing(columns: Mapping[str, str]) -> str:
    return f"select {_selection(columns, set())} where false"


def _bound(value: Any) -> str:
    return f"timestamptz {_literal(value)}" if isinstance(value, datetime) else _literal(value)


def _literal(value: Value) -> str:
    if value is None:
        return "null"
    if isinstance(value, datetime):
        return f"'{value.astimezone(UTC).isoformat()}'"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return str(value)

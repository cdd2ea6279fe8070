"""Runs the analyses in Spark SQL: the same text, each intermediate table written as Parquet, time zone UTC."""

from __future__ import annotations

import itertools
import shutil
import tempfile
import weakref
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pyspark.sql import DataFrame, SparkSession

from ntlmscan.analysis import Analysis, Value, bind, depends_on, load, outdated, plan, shared_out
from ntlmscan.context import CONTEXT_TABLES, Row, empty
from ntlmscan.policies import ASKED_TABLES, Asked
from ntlmscan.schema_tables import FIRST_TIME, LAST_TIME, SIDES, TABLES


class SparkEngine:
    """One scan in a Spark session that the caller owns; `scan` is a folder or URL of Parquet, or data frames.

    `work` is a folder that all of the cluster reaches, for the tables in between; without it a local one is used.
    """

    def __init__(
        self,
        session: SparkSession,
        scan: str | Path | Mapping[str, DataFrame],
        *,
        context: Mapping[str, Sequence[Row]] | None = None,
        work: str | None = None,
    ) -> None:
        self._session = session
        if work is None:
            folder = tempfile.mkdtemp(prefix="ntlmscan-")
            weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
            work = f"file://{folder}"
        self._work = work.rstrip("/")
        self._count = itertools.count()
        self._done: set[str] = set()
        session.conf.set("spark.sql.session.timeZone", "UTC")
        # Inferring filters from many coalesced columns takes minutes of planning and saves nothing here.
        session.conf.set("spark.sql.constraintPropagation.enabled", "false")
        for name, columns in (TABLES | SIDES).items():
            given = scan.get(name) if isinstance(scan, Mapping) else _parquet(session, str(scan), name)
            frame = self._nothing(columns) if given is None else _shaped(given, columns)
            frame.createOrReplaceTempView(name)
        for name, table in CONTEXT_TABLES.items():
            types = {column.name: column.type for column in table.columns}
            rows = [tuple(row.get(c) for c in types) for row in (context or empty()).get(name, ())]
            self._frame(rows, types).createOrReplaceTempView(name)
        self.ask(Asked())

    def ask(self, asked: Asked) -> None:
        """Chooses the policies and lists that are asked about; what was answered about others is forgotten."""
        for name, rows in asked.tables().items():
            columns = ASKED_TABLES[name]
            self._frame([tuple(row.get(c) for c in columns) for row in rows], columns).createOrReplaceTempView(name)
        self._done -= {name for name in self._done if any(depends_on(name, table) for table in ASKED_TABLES)}

    def run(self, name: str, **parameters: Value) -> DataFrame:
        """One analysis as a data frame; those it builds on are made and kept first."""
        given = shared_out(name, parameters)
        self._done -= outdated(self._done, given)
        for one in plan(name):
            if one.name in self._done:
                continue
            self._bind(one, given.get(one.name, {}))
            frame = self._session.sql(one.sql)
            self._done.add(one.name)
            if one.on_reading:
                frame.createOrReplaceTempView(one.name)
                continue
            # The plan of a late analysis would hold all before it, and its estimates of size their product: what is
            # written and read again is a table like any other, as in DuckDB.
            place = f"{self._work}/{one.name}-{next(self._count)}"
            frame.write.parquet(place)
            self._session.read.schema(frame.schema).parquet(place).createOrReplaceTempView(one.name)
        return self._session.sql(load(name).ordered)

    def _bind(self, one: Analysis, given: Mapping[str, Value]) -> None:
        bound = bind(one, given)
        if not bound:
            return
        types = {name: kind for name, (kind, _) in bound.items()}
        row = tuple(value for _, value in bound.values())
        self._frame([row], types).createOrReplaceTempView(f"{one.name}_parameters")

    def _nothing(self, columns: Mapping[str, str]) -> DataFrame:
        return self._frame([], columns)

    def _frame(self, rows: Sequence[tuple[Any, ...]], columns: Mapping[str, str]) -> DataFrame:
        """Rows as SQL text: a frame made from Python objects would start a Python process for each part."""
        lines = [
            "select " + ", ".join(f"cast({_literal(value)} as {kind}) as {name}" for value, (name, kind) in cells)
            for cells in (list(zip(row, columns.items(), strict=True)) for row in rows)
        ]
        nothing = "select " + ", ".join(f"cast(null as {kind}) as {name}" for name, kind in columns.items())
        return self._session.sql(" union all ".join(lines) or f"{nothing} where false")


def _parquet(session: SparkSession, folder: str, name: str) -> DataFrame | None:
    path = f"{folder.rstrip('/')}/{name}.parquet"
    if "://" not in path and not Path(path).exists():
        return None
    return session.read.parquet(path)


def _shaped(frame: DataFrame, columns: Mapping[str, str]) -> DataFrame:
    """Each column cast to its type; one that an older scan lacks is null, and so is a time that no calendar shows."""
    present = set(frame.columns)
    cast = {name: f"cast({name if name in present else 'null'} as {kind})" for name, kind in columns.items()}
    for name, kind in columns.items():
        if kind == "timestamp" and name in present:
            window = f"timestamp '{FIRST_TIME}' and timestamp '{LAST_TIME}'"
            cast[name] = f"case when {cast[name]} between {window} then {cast[name]} end"
    return frame.selectExpr(*[f"{text} as {name}" for name, text in cast.items()])


def _literal(value: Value) -> str:
    if value is None:
        return "null"
    if isinstance(value, datetime):
        return f"'{value.astimezone(UTC).isoformat()}'"
    if isinstance(value, str):
        return "'" + value.replace(chr(92), chr(92) * 2).replace("'", f"{chr(92)}'") + "'"
    return str(value)

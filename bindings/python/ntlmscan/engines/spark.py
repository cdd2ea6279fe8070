"""Runs the analyses in Spark SQL: the same text, each intermediate table kept by the session, time zone UTC."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.types import (
    BooleanType,
    DataType,
    DoubleType,
    IntegerType,
    LongType,
    StringType,
    StructField,
    StructType,
    TimestampType,
)

from ntlmscan.analysis import Analysis, Value, bind, load, plan
from ntlmscan.context import CONTEXT_TABLES, Row, empty
from ntlmscan.schema_tables import TABLES

_TYPES: dict[str, DataType] = {
    "string": StringType(),
    "bigint": LongType(),
    "int": IntegerType(),
    "boolean": BooleanType(),
    "timestamp": TimestampType(),
    "double": DoubleType(),
}


class SparkEngine:
    """One scan in a Spark session that the caller owns; `scan` is a folder or URL of Parquet, or data frames."""

    def __init__(
        self,
        session: SparkSession,
        scan: str | Path | Mapping[str, DataFrame],
        *,
        context: Mapping[str, Sequence[Row]] | None = None,
    ) -> None:
        self._session = session
        self._done: set[str] = set()
        session.conf.set("spark.sql.session.timeZone", "UTC")
        # Inferring filters from many coalesced columns takes minutes of planning and saves nothing here.
        session.conf.set("spark.sql.constraintPropagation.enabled", "false")
        for name, columns in TABLES.items():
            given = scan.get(name) if isinstance(scan, Mapping) else _parquet(session, str(scan), name)
            frame = self._nothing(columns) if given is None else _shaped(given, columns)
            frame.createOrReplaceTempView(name)
        for name, table in CONTEXT_TABLES.items():
            types = {column.name: column.type for column in table.columns}
            rows = [tuple(row.get(c) for c in types) for row in (context or empty()).get(name, ())]
            self._frame(rows, types).createOrReplaceTempView(name)

    def run(self, name: str, **parameters: Value) -> DataFrame:
        """One analysis as a data frame; those it builds on are made and kept first."""
        for one in plan(name):
            given = parameters if one.name == name else {}
            if one.name in self._done and not given:
                continue
            self._bind(one, given)
            frame = self._session.sql(one.sql)
            # The plan of a late analysis holds all before it: cut it, as DuckDB does with a table.
            # What is cut keeps the identities of its columns, which a join with their origin confuses: name them anew.
            frame.localCheckpoint(eager=True).toDF(*frame.columns).createOrReplaceTempView(one.name)
            self._done.add(one.name)
        return self._session.sql(load(name).ordered)

    def _bind(self, one: Analysis, given: Mapping[str, Value]) -> None:
        bound = bind(one, given)
        if not bound:
            return
        types = {name: kind for name, (kind, _) in bound.items()}
        row = tuple(_moment(value) if kind == "timestamp" else value for kind, value in bound.values())
        self._frame([row], types).createOrReplaceTempView(f"{one.name}_parameters")

    def _nothing(self, columns: Mapping[str, str]) -> DataFrame:
        return self._frame([], columns)

    def _frame(self, rows: Sequence[tuple[Any, ...]], columns: Mapping[str, str]) -> DataFrame:
        shape = StructType([StructField(name, _TYPES[kind]) for name, kind in columns.items()])
        return self._session.createDataFrame(list(rows), shape)


def _parquet(session: SparkSession, folder: str, name: str) -> DataFrame | None:
    path = f"{folder.rstrip('/')}/{name}.parquet"
    if "://" not in path and not Path(path).exists():
        return None
    return session.read.parquet(path)


def _shaped(frame: DataFrame, columns: Mapping[str, str]) -> DataFrame:
    """Each column cast to its type; one that an older scan lacks is null."""
    present = set(frame.columns)
    return frame.selectExpr(*[f"cast({n if n in present else 'null'} as {k}) as {n}" for n, k in columns.items()])


def _moment(value: Value) -> Value:
    if isinstance(value, str):
        parsed = datetime.fromisoformat(value)
        return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
    return value

"""Every case answered by DuckDB as written by hand; all cases together answered alike by DuckDB and Spark."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from answers import as_rows
from case_files import Case, all_cases, arrow_table
from ntlmscan.analysis import names
from ntlmscan.engines.duckdb import DuckdbEngine
from ntlmscan.engines.spark import SparkEngine
from ntlmscan.policies import Asked

CASES = all_cases()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_duckdb_answers_as_written(case: Case) -> None:
    assert case.expectations
    with DuckdbEngine(case.arrow(), context=case.context) as engine:
        engine.ask(case.asked())
        for wanted in case.expectations:
            answer = engine.run(wanted.analysis, **wanted.parameters).to_pylist()
            assert as_rows(answer, wanted.columns) == sorted(wanted.rows), wanted.analysis


def test_every_analysis_has_a_case() -> None:
    covered = {wanted.analysis for case in CASES for wanted in case.expectations}
    assert covered >= set(names())


def together() -> dict[str, list[dict[str, Any]]]:
    rows: dict[str, list[dict[str, Any]]] = {}
    for case in CASES:
        for name, given in case.tables.items():
            rows.setdefault(name, []).extend(given)
    return rows


def with_a_year_beyond_calendars(events: pa.Table) -> pa.Table:
    """One more record like the first, whose time no engine may take for one."""
    cells = events.slice(0, 1).to_pylist()[0] | {"byte_offset": 1 << 30, "time": None}
    one = pa.Table.from_pylist([cells], schema=events.schema)
    at = events.schema.get_field_index("time")
    far = pa.array([320_000_000_000_000_000], pa.int64()).cast(events.schema.field(at).type)
    return pa.concat_tables([events, one.set_column(at, events.schema.field(at), far)])


def test_spark_and_duckdb_answer_alike(spark: Any, tmp_path: Path) -> None:
    for name, rows in together().items():
        table = arrow_table(name, rows)
        pq.write_table(with_a_year_beyond_calendars(table) if name == "events" else table, tmp_path / f"{name}.parquet")
    lists: dict[str, list[str]] = {}
    for case in CASES:
        for kind, entries in case.exceptions.items():
            lists.setdefault(kind, []).extend(entries)
    on_spark = SparkEngine(spark, tmp_path)
    on_spark.ask(Asked(exceptions=lists))
    with DuckdbEngine(tmp_path) as engine:
        engine.ask(Asked(exceptions=lists))
        for name in names():
            expected = engine.run(name)
            columns = expected.column_names
            answer = [row.asDict() for row in on_spark.run(name).collect()]
            assert as_rows(answer, columns) == as_rows(expected.to_pylist(), columns), name

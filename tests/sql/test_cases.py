"""Every case answered by DuckDB as written by hand; all cases together answered alike by DuckDB and Spark."""

from __future__ import annotations

from pathlib import Path
from typing import Any

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


def test_spark_and_duckdb_answer_alike(spark: Any, tmp_path: Path) -> None:
    for name, rows in together().items():
        pq.write_table(arrow_table(name, rows), tmp_path / f"{name}.parquet")
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

"""Answers that are computed as they are read: the same in parts as at once, in order, with what has no time last."""

from __future__ import annotations

import pyarrow as pa
import pytest
from case_files import CASES, arrow_table, read_case
from ntlmscan.analysis import load
from ntlmscan.engines import duckdb as engine_module
from ntlmscan.engines.duckdb import DuckdbEngine
from ntlmscan.questions import answer


@pytest.fixture
def tables() -> dict[str, pa.Table]:
    case = read_case(CASES / "c01_smb_by_address.txt")
    without = case.tables["events"][0] | {"byte_offset": 1 << 30, "time": None, "record_id": 0}
    case.tables["events"].append(without)
    return {name: arrow_table(name, rows) for name, rows in case.tables.items()}


@pytest.mark.parametrize("name", ["timeline", "auth_views"])
def test_parts_make_up_the_whole_in_its_order(
    tables: dict[str, pa.Table], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    with DuckdbEngine(tables) as engine:
        engine.prepare(name)
        whole = engine.query(load(name).ordered)
        assert whole.num_rows > 8
        monkeypatch.setattr(engine_module, "_ROWS_SORTED", 2)
        batches = list(engine.read(name))
    assert len(batches) > 3
    assert max(batch.num_rows for batch in batches) < whole.num_rows
    assert pa.Table.from_batches(batches) == whole


def test_a_record_without_a_time_stands_last(tables: dict[str, pa.Table], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_module, "_ROWS_SORTED", 2)
    with DuckdbEngine(tables) as engine:
        times = engine.run("timeline").column("time").to_pylist()
    assert times[-1] is None
    assert times[:-1] == sorted(times[:-1])


def test_the_beginning_knows_how_much_there_is(tables: dict[str, pa.Table]) -> None:
    with DuckdbEngine(tables) as engine:
        asked = answer(engine, "timeline", {})
        whole = asked.table()
        assert asked.beginning(3) == (whole.slice(0, 3), whole.num_rows)
        assert asked.beginning(0) == (whole, whole.num_rows)
        counted = answer(engine, "select event_id from events", {}).beginning(2)
        assert (counted[0].num_rows, counted[1]) == (2, whole.num_rows)


def test_an_answer_of_no_rows_still_has_its_columns(tables: dict[str, pa.Table]) -> None:
    with DuckdbEngine(tables) as engine:
        engine.prepare("timeline", host="nobody")
        read = engine.read("timeline")
        assert read.schema.names == [name for names, _ in load("timeline").columns for name in names.split(", ")]
        assert read.read_all().num_rows == 0

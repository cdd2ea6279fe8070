"""Tables through the Arrow PyCapsule protocol: every consumer, as often as it likes."""

from __future__ import annotations

import duckdb
import ntlmscan
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

TYPES = {
    "text*": pa.dictionary(pa.int32(), pa.string()),
    "text": pa.string(),
    "json": pa.string(),
    "int64": pa.int64(),
    "int32": pa.int32(),
    "bool": pa.bool_(),
    "time": pa.timestamp("us", tz="UTC"),
}


@pytest.fixture(scope="module")
def result(demo):
    return ntlmscan.scan(demo)


@pytest.mark.parametrize("name", ["events", "files", "coverage", "faults"])
def test_tables_are_sound_and_replay(result, name):
    table = getattr(result, name)
    first = pa.table(table)
    first.validate(full=True)
    assert first.num_rows == len(table) > 0
    assert first.equals(pa.table(table))
    assert first.column_names == table.column_names
    assert pa.schema(table).equals(first.schema)


@pytest.mark.parametrize("name", ["events", "files", "coverage", "faults"])
def test_the_schema_is_the_promised_one(name):
    schema = ntlmscan.schema(name)
    arrow = schema.to_arrow()
    assert arrow.names == [column.name for column in schema.columns]
    assert arrow.types == [TYPES[column.type] for column in schema.columns]
    assert arrow.metadata == {b"ntlmscan.schema_version": schema.version.encode()}
    assert all(column.meaning for column in schema.columns)


def test_a_schema_of_no_table():
    with pytest.raises(ntlmscan.ArgumentError, match="there is no table 'rows'"):
        ntlmscan.schema("rows")  # type: ignore[arg-type]


def test_every_consumer_sees_the_same_events(result):
    events = result.events
    by_arrow = pa.table(events).column("event_id").to_pylist()
    assert pl.DataFrame(events)["event_id"].to_list() == by_arrow
    assert events.to_polars()["event_id"].to_list() == by_arrow
    assert events.to_arrow().column("event_id").to_pylist() == by_arrow
    assert events.to_pandas()["event_id"].to_list() == by_arrow
    assert pd.DataFrame.from_arrow(events)["event_id"].to_list() == by_arrow
    assert [row[0] for row in duckdb.sql("select event_id from events").fetchall()] == by_arrow
    counted = duckdb.sql("select count(*), count(distinct user_name) from events").fetchall()
    assert counted == [(len(by_arrow), pl.DataFrame(events)["user_name"].drop_nulls().n_unique())]


def test_pandas_keeps_whole_numbers_and_zones(result):
    frame = result.events.to_pandas()
    assert str(frame["logon_type"].dtype) == "int64[pyarrow]"
    assert str(frame["time"].dtype) == "timestamp[us, tz=UTC][pyarrow]"


def test_a_table_outlives_its_result(log):
    stream = ntlmscan.scan(log).events.__arrow_c_stream__()

    class Holder:
        def __arrow_c_stream__(self, requested_schema=None):
            return stream

    assert pa.table(Holder()).num_rows > 0


def test_arrays_outlive_their_table(log):
    column = pa.table(ntlmscan.scan(log).events).column("computer")
    assert set(column.to_pylist()) == {"CONTOSO-PC1.contoso.local"}


def test_dictionaries_may_differ_from_batch_to_batch(large_log, tmp_path):
    result = ntlmscan.scan(large_log)
    table = pa.table(result.events)
    table.validate(full=True)
    assert table.column("computer").num_chunks > 1
    result.events.write(tmp_path / "events.parquet")
    written = pl.read_parquet(tmp_path / "events.parquet").cast({pl.Categorical: pl.String})
    assert pl.DataFrame(result.events).cast({pl.Categorical: pl.String}).equals(written)


def test_an_unread_capsule_is_released(log):
    events = ntlmscan.scan(log).events
    for _ in range(100):
        events.__arrow_c_stream__()
        events.__arrow_c_schema__()

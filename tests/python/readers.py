"""Readers of Parquet files that are not ours, and what they read in one form."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import arro3.io
import duckdb
import polars
import pyarrow as pa
import pyarrow.parquet as pq

UTC_MICROS = pa.timestamp("us", tz="UTC")

Columns = dict[str, list[Any]]


def built(name: str) -> Path:
    root = Path(__file__).resolve().parents[2]
    path = Path(os.environ.get("NTLMSCAN_BUILD_DIR") or root / "build" / "release") / "bin" / name
    assert path.exists(), f"{path} is missing: cmake --build --preset release"
    return path


def with_duckdb(path: Path) -> pa.Table:
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        return connection.sql("SELECT * FROM read_parquet(?)", params=[str(path)]).to_arrow_table()


READERS = {
    "pyarrow": lambda path: pq.ParquetFile(path).read(),
    "duckdb": with_duckdb,
    "polars": lambda path: polars.read_parquet(path).to_arrow(),
    "arro3": lambda path: pa.table(arro3.io.read_parquet(str(path)).read_all()),
}


def columns_of(table: pa.Table) -> Columns:
    """Python values, times as microseconds."""
    out: Columns = {}
    for name, column in zip(table.column_names, table.columns, strict=True):
        if pa.types.is_timestamp(column.type):
            assert column.type == UTC_MICROS
            column = column.cast(pa.int64())
        out[name] = column.to_pylist()
    return out


def chunk(path: Path, name: str) -> Any:
    group = pq.ParquetFile(path).metadata.row_group(0)
    return next(c for c in map(group.column, range(group.num_columns)) if c.path_in_schema == name)

"""Numbers that are awkward for one Parquet encoding or another come back through readers that are not ours."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import duckdb
import polars
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from .readers import READERS, chunk, columns_of

STIR = 0x9E3779B97F4A7C15
NUMBER_ROWS = 5000 + 1 + 129 + 33


def signed(value: int, bits: int = 64) -> int:
    value %= 1 << bits
    return value - (1 << bits) if value >> (bits - 1) else value


NUMBER_PATTERNS: dict[str, Callable[[int], int | None]] = {
    "byte_offset": lambda row: row * row,
    "record_id": lambda row: signed(row * STIR),
    "filetime": lambda row: -row * 3,
    "time": lambda row: 1788986400000000 + row * 977,
    "keywords": lambda row: 7,
    "caller_logon_id": lambda row: -(2**63) + row if row % 2 == 0 else 2**63 - 1 - row,
    "client_port": lambda row: -(2**63) if row % 2 == 0 else 2**63 - 1,
    "process_id": lambda row: row * 1000 if row % 97 == 5 else None,
    "logon_id": lambda row: -1 if row == 3 else None,
    "status": lambda row: row % 5 << 40 if row // 100 % 2 == 0 else None,
    "event_id": lambda row: 4624 + row % 300,
    "version": lambda row: signed(row * STIR, 32),
    "level": lambda row: signed(row if row % 2 == 0 else 2**31 + row, 32),
}


@pytest.mark.parametrize("reader", READERS)
def test_numbers(written, reader: str) -> None:
    """Numbers that are awkward for one encoding or another, in row groups of 5000 rows, of one and of a few."""
    columns = columns_of(READERS[reader](written("numbers") / "events.parquet"))
    for name, pattern in NUMBER_PATTERNS.items():
        assert columns[name] == [pattern(row) for row in range(NUMBER_ROWS)], name


@pytest.mark.parametrize(
    ("encoding", "names"),
    [
        ("RLE_DICTIONARY", {"keywords", "client_port", "status", "event_id", "logon_id"}),
        (
            "DELTA_BINARY_PACKED",
            {"byte_offset", "record_id", "filetime", "time", "caller_logon_id", "version", "level"},
        ),
    ],
)
def test_number_encodings(written, encoding: str, names: set[str]) -> None:
    for name in names:
        found = chunk(written("numbers") / "events.parquet", name)
        assert encoding in found.encodings, name
        assert found.has_dictionary_page is (encoding == "RLE_DICTIONARY")


@pytest.mark.parametrize("name", NUMBER_PATTERNS)
def test_filters_by_statistics(written, name: str) -> None:
    """Readers that skip row groups by their bounds find the same rows as one that reads them all."""
    path = written("numbers") / "events.parquet"
    values = [value for row in range(NUMBER_ROWS) if (value := NUMBER_PATTERNS[name](row)) is not None]
    limit = sorted(values)[len(values) // 2]
    wanted = sum(value >= limit for value in values)
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=limit) if name == "time" else limit
    assert pq.read_table(path, columns=[name], filters=pc.field(name) >= moment).num_rows == wanted
    assert polars.scan_parquet(path).filter(polars.col(name) >= moment).collect().height == wanted
    with duckdb.connect() as connection:
        counted = f"SELECT count(*) FROM read_parquet(?) WHERE {name} >= ?"
        assert connection.execute(counted, [str(path), moment]).fetchone() == (wanted,)

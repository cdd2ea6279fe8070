"""Tables of awkward values, written in every format, come back equal through readers that are not ours."""

from __future__ import annotations

import csv
import ctypes
import io
import json
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import arro3.core
import duckdb
import polars
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from .readers import READERS, Columns, built, chunk, columns_of

TABLES = ("events", "files", "coverage", "faults")
TEXTS = [
    "", "plain", " lead", 'quote"s', "comma,semi;", "line\nbreak", "cr\r\nlf", "tab\there",
    "\x01\x1f", "=1+1", "+x", "-x", "@x", "ümläut", "\U0001f600", "back\\slash",
    "\u2028", "\uff1dwide", "null", "NULL", "y" * 64, "z" * 65, "\x7f", "a\0b",
]  # fmt: skip
NUMBERS = [0, -1, 1, -(2**63), 2**63 - 1, 9007199254740993, -9007199254740993, 42]
SMALL_NUMBERS = [0, -1, -(2**31), 2**31 - 1, 4624]
TIMES = [0, -1, 1788986400123456, -11644473600000000, 253402300799999999, -62135596800000000]
FORMULA_STARTS = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
ROWS = {"awkward": 300, "empty": 0, "many": sum(i * 7 % 47 for i in range(60))}


def schema(table: str, folder: Path) -> pa.Schema:
    return pq.read_schema(folder / f"{table}.parquet")


def is_null(column: int, row: int) -> bool:
    return column % 11 == 3 or (column % 7 != 1 and (row + column) % 5 == 0)


def json_text(row: int) -> str:
    return f'{{"Data":"v{row}","Data#2":"\\u0001 \\"q\\""}}'


def value(field: pa.Field, coded: bool, column: int, row: int) -> Any:
    if pa.types.is_boolean(field.type):
        return (row // 2 + column) % 2 == 1
    if pa.types.is_timestamp(field.type):
        return TIMES[(row + column) % len(TIMES)]
    if pa.types.is_int64(field.type):
        return NUMBERS[(row + column) % len(NUMBERS)]
    if pa.types.is_int32(field.type):
        return SMALL_NUMBERS[(row + column) % len(SMALL_NUMBERS)]
    if field.name == "extra":
        return json_text(row)
    return TEXTS[(row * (3 if coded else 5) + column) % len(TEXTS)]


PLAIN_TEXTS = {"activity_id", "extra", "sha256", "message"}


def expected(case: str, table_schema: pa.Schema) -> Columns:
    return {
        field.name: [
            None if is_null(c, row) else value(field, field.name not in PLAIN_TEXTS, c, row)
            for row in range(ROWS[case])
        ]
        for c, field in enumerate(table_schema)
    }


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("case", ROWS)
def test_parquet(written, case: str, table: str, reader: str) -> None:
    folder = written(case)
    assert columns_of(READERS[reader](folder / f"{table}.parquet")) == expected(case, schema(table, folder))


@pytest.mark.parametrize("reader", READERS)
def test_dictionaries(written, reader: str) -> None:
    def texts(entries: int, length: int, step: int) -> list[str]:
        return [f"{row * step % entries}:".ljust(length, "d")[:length] for row in range(65536)]

    path = written("dictionaries") / "events.parquet"
    columns = READERS[reader](path)
    rules = {"source": (1, 12, 1), "computer": (65536, 8, 1), "channel": (70000, 8, 3), "provider": (1024, 1020, 5)}
    rules |= {"user_name": (1024, 1021, 5), "user_sid": (3, 30, 1)}
    for name, rule in rules.items():
        assert columns[name].to_pylist() == texts(*rule), name
    assert columns["extra"].null_count == 65536


@pytest.mark.parametrize("reader", READERS)
def test_huge(written, reader: str) -> None:
    columns = READERS[reader](written("huge") / "events.parquet")
    assert columns["activity_id"].to_pylist() == ["abcdefgh"[row] * (row * 300_000) for row in range(8)]
    assert columns["user_name"].to_pylist() == ["u" * (3 << 20) if row == 2 else None for row in range(8)]
    assert columns["extra"].to_pylist() == ['{"Data":"' + "e" * (1 << 20 if row == 5 else 1) + '"}' for row in range(8)]


@pytest.mark.parametrize(
    ("name", "coded"),
    [("source", True), ("computer", True), ("channel", False), ("provider", True), ("user_name", False)],
)
def test_dictionary_limits(written, name: str, coded: bool) -> None:
    found = chunk(written("dictionaries") / "events.parquet", name)
    assert found.has_dictionary_page is coded
    assert ("RLE_DICTIONARY" in found.encodings) is coded
    assert found.compression == ("UNCOMPRESSED" if name == "source" else "ZSTD"), "what is tiny stays as it is"


@pytest.mark.parametrize("table", TABLES)
def test_parquet_metadata(written, table: str) -> None:
    folder = written("many")
    metadata = pq.ParquetFile(folder / f"{table}.parquet").metadata
    assert metadata.metadata[b"ntlmscan.schema_version"] == b"1"
    assert metadata.metadata[b"ntlmscan.table"] == table.encode()
    assert metadata.created_by.startswith("ntlmscan version ")
    assert metadata.num_row_groups == sum(1 for i in range(60) if i * 7 % 47)
    for field in schema(table, folder):
        assert field.nullable
        assert str(field.type) in ("string", "int64", "int32", "bool", "timestamp[us, tz=UTC]")


def test_parquet_statistics(written) -> None:
    """Each bound and null count is what the values of its row group say; long texts have no bounds."""
    file = pq.ParquetFile(written("many") / "events.parquet")
    with_bounds = 0
    for g in range(file.metadata.num_row_groups):
        values = columns_of(file.read_row_group(g))
        for c in range(file.metadata.num_columns):
            column = file.metadata.row_group(g).column(c)
            present = [v for v in values[column.path_in_schema] if v is not None]
            assert column.statistics.null_count == len(values[column.path_in_schema]) - len(present)
            if not column.statistics.has_min_max:
                assert not present or max(len(str(v)) for v in present) > 64
                continue
            with_bounds += 1
            bounds = column.statistics.min, column.statistics.max
            if isinstance(bounds[0], datetime):
                bounds = tuple((b - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1) for b in bounds)
            assert bounds == (min(present), max(present)), column.path_in_schema
    assert with_bounds > 1000


def iso(microseconds: int) -> str:
    moment = datetime(1970, 1, 1) + timedelta(microseconds=microseconds)
    return moment.isoformat(timespec="microseconds") + "Z"


def json_value(field: pa.Field, plain: Any) -> Any:
    """What NDJSON has for a value."""
    if plain is None:
        return None
    if pa.types.is_timestamp(field.type):
        return iso(plain)
    if field.name in ("filetime", "caller_logon_id", "logon_id", "linked_logon_id"):
        return str(plain)
    return json.loads(plain) if field.name == "extra" else plain


def csv_value(field: pa.Field, plain: Any) -> str:
    if plain is None:
        return ""
    if isinstance(plain, bool):
        return str(plain).lower()
    return iso(plain) if pa.types.is_timestamp(field.type) else str(plain)


def decompressed(path: Path) -> bytes:
    if path.suffix != ".zst":
        return path.read_bytes()
    return bytes(pa.input_stream(path, compression="zstd").read())


class ArrowStream:
    """An Arrow C stream of a case, once, for anything that speaks the PyCapsule protocol."""

    def __init__(self, case: str, table: str, fails: bool = False) -> None:
        self._stream = (ctypes.c_void_p * 5)()
        library = ctypes.CDLL(str(built("libntlmscan_arrow_streams.so")))
        assert library.open_arrow_stream(case.encode(), TABLES.index(table), int(fails), self._stream) == 0

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        new_capsule = ctypes.pythonapi.PyCapsule_New
        new_capsule.restype = ctypes.py_object
        new_capsule.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]
        return new_capsule(ctypes.addressof(self._stream), b"arrow_array_stream", None)


ARROW_READERS = {
    "pyarrow": lambda stream: pa.table(stream),
    "polars": lambda stream: polars.DataFrame(stream).to_arrow(),
    "arro3": lambda stream: pa.table(arro3.core.Table.from_arrow(stream)),
}


def plain_type(arrow_type: pa.DataType) -> pa.DataType:
    return arrow_type.value_type if pa.types.is_dictionary(arrow_type) else arrow_type


@pytest.mark.parametrize("reader", ARROW_READERS)
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("case", ROWS)
def test_arrow_stream(written, case: str, table: str, reader: str) -> None:
    found = ARROW_READERS[reader](ArrowStream(case, table))
    assert columns_of(found) == expected(case, schema(table, written(case)))


@pytest.mark.parametrize("table", TABLES)
def test_arrow_schema(written, table: str) -> None:
    """Types are those of the Parquet file, with the dictionaries that the file only has inside."""
    with pa.RecordBatchReader.from_stream(ArrowStream("awkward", table)) as reader:
        assert reader.schema.metadata == {b"ntlmscan.schema_version": b"1"}
        for batch in reader:
            batch.validate(full=True)
        for field, stored in zip(reader.schema, schema(table, written("awkward")), strict=True):
            assert (field.name, plain_type(field.type), field.nullable) == (stored.name, stored.type, True)
            coded = pa.types.is_string(stored.type) and field.name not in PLAIN_TEXTS
            assert pa.types.is_dictionary(field.type) is coded


def test_arrow_stream_with_duckdb(written) -> None:
    """DuckDB takes the reader; batches with dictionaries of their own stay apart."""
    reader = pa.RecordBatchReader.from_stream(ArrowStream("many", "faults"))
    with duckdb.connect() as connection:
        found = connection.from_arrow(reader).to_arrow_table()
    assert columns_of(found) == expected("many", schema("faults", written("many")))


def test_arrow_stream_that_fails() -> None:
    reader = pa.RecordBatchReader.from_stream(ArrowStream("awkward", "faults", fails=True))
    assert reader.read_next_batch().num_rows == 300
    with pytest.raises(OSError, match="the source broke"):
        reader.read_next_batch()


@pytest.mark.parametrize("ending", ["ndjson", "ndjson.zst"])
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("case", ROWS)
def test_ndjson(written, case: str, table: str, ending: str) -> None:
    fields = schema(table, written(case))
    plain = expected(case, fields)
    wanted = [{f.name: json_value(f, plain[f.name][row]) for f in fields} for row in range(ROWS[case])]
    lines = decompressed(written(case, ending) / f"{table}.{ending}").split(b"\n")
    assert lines.pop() == b""
    found = [json.loads(line) for line in lines]
    assert [list(row) for row in found] == [fields.names] * ROWS[case]
    assert found == wanted


@pytest.mark.parametrize("options", [("csv",), ("csv.zst",), ("csv", "safe")])
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("case", ROWS)
def test_csv(written, case: str, table: str, options: tuple[str, ...]) -> None:
    fields = schema(table, written(case))
    plain = expected(case, fields)

    def cell(field: pa.Field, row: int) -> str:
        text = csv_value(field, plain[field.name][row])
        guarded = "safe" in options and pa.types.is_string(field.type) and text.startswith(FORMULA_STARTS)
        return "'" + text if guarded else text

    text = decompressed(written(case, *options) / f"{table}.{options[0]}").decode()
    found = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert found == [fields.names] + [[cell(f, row) for f in fields] for row in range(ROWS[case])]


def test_csv_tells_empty_from_null(written) -> None:
    """DuckDB, told to, reads "" as a text and nothing as null."""
    path = written("awkward", "csv") / "faults.csv"
    with duckdb.connect() as connection:
        found = connection.sql(
            "SELECT * FROM read_csv(?, all_varchar = true, header = true, delim = ',', quote = '\"', escape = '\"', "
            "allow_quoted_nulls = false, new_line = '\\r\\n')",
            params=[str(path)],
        ).to_arrow_table()
    fields = schema("faults", written("awkward"))
    plain = expected("awkward", fields)
    for field in fields:
        wanted = [None if v is None else csv_value(field, v) for v in plain[field.name]]
        assert found[field.name].to_pylist() == wanted, field.name


def test_named_output(write_tables: Path, tmp_path: Path) -> None:
    subprocess.run([write_tables, "awkward", tmp_path / "case.ndjson.zst"], check=True)
    names = ["case.ndjson.zst"] + [f"case.{table}.ndjson.zst" for table in TABLES[1:]]
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(names)


@pytest.mark.parametrize("chosen", ["", "ndjson", "csv", "parquet"])
def test_standard_output(write_tables: Path, written, chosen: str) -> None:
    """Standard output gets what the file of events gets."""
    shown = subprocess.run([write_tables, "many", "-", chosen], check=True, capture_output=True).stdout
    ending = chosen or "ndjson"
    assert shown == (written("many", ending) / f"events.{ending}").read_bytes()

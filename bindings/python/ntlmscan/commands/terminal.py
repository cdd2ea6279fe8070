"""Text from logs made safe for a terminal, and Arrow tables shown as rich tables or written to files."""

from __future__ import annotations

import csv
import json
import sys
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import TextIOWrapper
from math import isfinite
from pathlib import Path
from typing import Any, BinaryIO, Protocol, TextIO

import pyarrow as pa
import pyarrow.parquet as pq
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ntlmscan._inputs import counted
from ntlmscan._outputs import destination

FORMATS = ("table", "csv", "json", "ndjson", "parquet")
_BY_SUFFIX = {".csv": "csv", ".json": "json", ".ndjson": "ndjson", ".jsonl": "ndjson", ".parquet": "parquet"}
_LONGEST_CELL = 44
# What starts a formula in one spreadsheet or another; the last four are full-width forms.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# Format characters that reorder or hide text are shown by number, as control characters are.
_HIDDEN_CATEGORIES = frozenset(("Cc", "Cf", "Co", "Cs", "Zl", "Zp"))


def escaped(value: str) -> str:
    """Text that cannot move the cursor, colour, reorder or hide anything.

    >>> escaped("a" + chr(27) + "[31m")
    'a\\\\u001b[31m'
    """
    return "".join(_escape(c) if unicodedata.category(c) in _HIDDEN_CATEGORIES else c for c in value)


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def shown(value: Any) -> str:
    """One cell as text for people."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S") + (f".{value.microsecond // 1000:03}" if value.microsecond else "")
    if isinstance(value, float):
        return f"{value:.3f}".rstrip("0").rstrip(".")
    return escaped(str(value))


def format_of(output: str | None, asked: str | None) -> str:
    """The format asked for, else what the file's name says, else a table."""
    if output not in (None, "-") and Path(str(output)).is_dir():
        raise ValueError(f"{output}: is a folder; name a file in it")
    if asked:
        if asked not in FORMATS:
            raise ValueError(f"no format is called {asked!r}; there are: {', '.join(FORMATS)}")
        if asked == "table" and output not in (None, "-"):
            raise ValueError(f"{output}: a table is for reading in the terminal; give csv, json, ndjson or parquet")
        return asked
    if output is None or output == "-":
        return "table"
    found = _BY_SUFFIX.get(Path(output).suffix.lower())
    if found is None:
        raise ValueError(
            f"{output}: the name does not say a format; end it in {', '.join(_BY_SUFFIX)} or give --format"
        )
    return found


class Readable(Protocol):
    """An answer that need not be held whole."""

    def beginning(self, rows: int) -> tuple[pa.Table, int]: ...
    def batches(self) -> pa.RecordBatchReader: ...


@dataclass(frozen=True)
class _Held:
    """An answer that is held whole."""

    table: pa.Table

    def beginning(self, rows: int) -> tuple[pa.Table, int]:
        return (self.table.slice(0, rows) if rows else self.table), self.table.num_rows

    def batches(self) -> pa.RecordBatchReader:
        return self.table.to_reader()


def write(answer: pa.Table | Readable, output: str | None, kind: str, *, limit: int) -> None:
    """Writes an answer to a file, or to standard output for None and `-`; a file is there whole or not at all."""
    readable = _Held(answer) if isinstance(answer, pa.Table) else answer
    if kind == "table":
        _to_terminal(*readable.beginning(limit))
        return
    if output in (None, "-"):
        if kind == "parquet":
            raise ValueError("parquet is binary: give a file with -o")
        _WRITERS[kind](readable.batches(), sys.stdout)
        return
    with destination(Path(str(output))) as file:
        if kind == "parquet":
            _to_parquet(readable.batches(), file)
            return
        text = TextIOWrapper(file, encoding="utf-8", newline="")
        _WRITERS[kind](readable.batches(), text)
        text.detach()


def _to_parquet(batches: pa.RecordBatchReader, file: BinaryIO) -> None:
    with pq.ParquetWriter(file, batches.schema) as writer:
        for batch in batches:
            writer.write_batch(batch)


def _to_terminal(part: pa.Table, in_all: int) -> None:
    console = Console(highlight=False)
    filled = [name for name in part.column_names if part.column(name).null_count < part.num_rows] or part.column_names
    cells = {name: [shown(value) for value in part.column(name).to_pylist()] for name in filled}
    if console.is_terminal:
        cells = {name: [_short(text) for text in texts] for name, texts in cells.items()}
    fitting = _fitting(cells, console.width if console.is_terminal else None)
    grid = Table(box=None, pad_edge=False, header_style="bold")
    for name in fitting:
        kind = part.schema.field(name).type
        numeric = pa.types.is_integer(kind) or pa.types.is_floating(kind)
        grid.add_column(Text(escaped(name)), justify="right" if numeric else "left", no_wrap=True)
    for number in range(part.num_rows):
        grid.add_row(*(Text(cells[name][number]) for name in fitting))
    if not console.is_terminal:
        console = Console(highlight=False, width=_width(cells, fitting))
    console.print(grid)
    for remark in _remarks(part, in_all, filled, fitting):
        console.print(Text(remark), style="dim", soft_wrap=True)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_CELL else text[: _LONGEST_CELL - 1] + "…"


def _cell_widths(cells: dict[str, list[str]]) -> dict[str, int]:
    return {name: max(cell_len(text) for text in (escaped(name), *texts)) + 2 for name, texts in cells.items()}


def _width(cells: dict[str, list[str]], names: list[str]) -> int:
    widths = _cell_widths(cells)
    return sum(widths[name] for name in names) + 2


def _fitting(cells: dict[str, list[str]], width: int | None) -> list[str]:
    """The leading columns that fit side by side; a column too wide for what is left gives way to the next ones."""
    left = width
    chosen: list[str] = []
    for name, needed in _cell_widths(cells).items():
        if left is None or needed <= left or not chosen:
            chosen.append(name)
            left = None if left is None else left - needed
    return chosen


def _remarks(part: pa.Table, in_all: int, filled: list[str], fitting: list[str]) -> list[str]:
    if not part.num_rows:
        return ["no rows"]
    remarks = []
    if in_all > part.num_rows:
        remarks.append(f"{counted(in_all - part.num_rows, 'more row')}: --limit 0 shows all, -o FILE.csv keeps all")
    if left_out := [escaped(name) for name in filled if name not in fitting]:
        remarks.append(f"too wide to show: {', '.join(left_out)}")
    if empty := [escaped(name) for name in part.column_names if name not in filled]:
        remarks.append(f"without a value here: {', '.join(empty)}")
    return remarks


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, float) and not isfinite(value):  # JSON has no word for it
        return str(value)
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    if isinstance(value, Decimal):  # what DuckDB makes of the sum of whole numbers
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dict):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return value.hex() if isinstance(value, bytes) else value.isoformat() if isinstance(value, date) else str(value)


def _rows(batches: pa.RecordBatchReader) -> Iterable[dict[str, Any]]:
    for batch in batches:
        for start in range(0, batch.num_rows, 4096):
            for row in batch.slice(start, 4096).to_pylist():
                yield {name: _plain(value) for name, value in row.items()}


def _to_csv(batches: pa.RecordBatchReader, file: TextIO) -> None:
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(batches.schema.names)
    for row in _rows(batches):
        writer.writerow(_field(value) for value in row.values())


def _field(value: Any) -> Any:
    """A CSV field; a text that a spreadsheet would take for a formula begins with an apostrophe.

    >>> _field("=1+1"), _field(-1), _field(None), _field(True)
    ("'=1+1", -1, '', 'true')
    """
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA_STARTS) else value
    return "" if value is None else str(value).lower() if isinstance(value, bool) else value


def _to_json(batches: pa.RecordBatchReader, file: TextIO) -> None:
    file.write("[")
    for number, row in enumerate(_rows(batches)):
        file.write(("," if number else "") + "\n  " + json.dumps(row, ensure_ascii=False))
    file.write("\n]\n")


def _to_ndjson(batches: pa.RecordBatchReader, file: TextIO) -> None:
    for row in _rows(batches):
        file.write(json.dumps(row, ensure_ascii=False) + "\n")


_WRITERS: dict[str, Callable[[pa.RecordBatchReader, TextIO], None]] = {
    "csv": _to_csv,
    "json": _to_json,
    "ndjson": _to_ndjson,
}

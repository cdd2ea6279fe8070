"""Tables of a scan: rows held by C++, handed over through the Arrow PyCapsule protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from . import _core
from ._inputs import named_path

if TYPE_CHECKING:
    import os

    import pandas
    import polars
    import pyarrow

__all__ = ["RecordBatch", "Table", "TableName"]

TableName: TypeAlias = Literal["events", "files", "coverage", "faults"]


class Table:
    """One table in memory, read through the Arrow PyCapsule protocol as often as anyone likes.

    ``polars.DataFrame(table)``, ``pyarrow.table(table)``, ``duckdb.sql("select … from table")`` and
    ``pandas.DataFrame.from_arrow(table)`` all take it. The columns are those of docs/schema.md.

    >>> import ntlmscan
    >>> events = ntlmscan.scan(LOG).events
    >>> events.name, len(events) == events.num_rows
    ('events', True)
    """

    __slots__ = ("_held",)

    def __init__(self, held: _core.Table) -> None:
        self._held = held

    @property
    def name(self) -> str:
        """``events``, ``files``, ``coverage`` or ``faults``."""
        return self._held.name

    @property
    def num_rows(self) -> int:
        """How many rows it has."""
        return self._held.num_rows

    @property
    def column_names(self) -> list[str]:
        """Names of its columns, in order."""
        return [name for name, _, _ in _core.columns(self.name)]

    def __len__(self) -> int:
        return self.num_rows

    def __arrow_c_schema__(self) -> object:
        """The schema as a capsule ``arrow_schema``."""
        return _core.schema_capsule(self.name)

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """The rows as a capsule ``arrow_array_stream``; a wish for another schema is not granted."""
        return self._held.stream_capsule()

    def to_arrow(self) -> pyarrow.Table:
        """The rows as a ``pyarrow.Table``; needs pyarrow."""
        import pyarrow

        return pyarrow.table(self)

    def to_polars(self) -> polars.DataFrame:
        """The rows as a ``polars.DataFrame``; needs polars. Dictionary columns become categories."""
        import polars

        return polars.DataFrame(self)

    def to_pandas(self) -> pandas.DataFrame:
        """The rows as a ``pandas.DataFrame``; needs pandas and pyarrow. Columns keep their Arrow types, so that whole
        numbers with nulls stay whole and times keep their zone."""
        import pandas

        return self.to_arrow().to_pandas(types_mapper=pandas.ArrowDtype)

    def write(self, path: str | os.PathLike[str]) -> None:
        """Writes this table alone as ``NAME.parquet``, ``.ndjson`` or ``.csv``, the last two also with ``.zst``.

        Raises:
            ArgumentError: another ending.
            OutputError: the file cannot be written; nothing is left behind then.
        """
        _core.write_table(self._held, named_path(path, "path"))

    def __repr__(self) -> str:
        return f"<ntlmscan.Table {self.name}: {self.num_rows} rows, {len(self.column_names)} columns>"


class RecordBatch(Table):
    """One batch of a stream, at most 65,536 rows; it speaks the array protocol as well."""

    __slots__ = ()

    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]:
        """The rows as capsules ``arrow_schema`` and ``arrow_array``."""
        return self._held.array_capsules()

    def __repr__(self) -> str:
        return f"<ntlmscan.RecordBatch of {self.name}: {self.num_rows} rows>"

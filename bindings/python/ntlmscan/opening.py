"""Opens an engine over whatever a user has: logs, an earlier scan, the result of one, or tables.

A function of the package that answers from the analyses has three parts: its own module, which imports this one and
nothing heavy; a body `with opened(inputs, …) as engine: return engine.run(…)`; and a row in `_LATER` of `__init__.py`,
so that importing the package loads neither DuckDB nor pyarrow.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from ._inputs import Sources, thread_count
from .errors import ArgumentError, OutOfMemoryError
from .scanning import ScanResult, scan
from .schema_tables import SCHEMA_VERSION, SIDES, TABLES

if TYPE_CHECKING:
    from .engines.duckdb import DuckdbEngine

# What `scan` takes, a folder it wrote, its result, or a mapping from table names to Arrow tables.
Inputs: TypeAlias = Sources | ScanResult | Mapping[str, Any]
Context: TypeAlias = str | os.PathLike[str] | None


@contextmanager
def opened(
    inputs: Inputs, *, context: Context = None, memory: str = "2GB", threads: int | None = None
) -> Iterator[DuckdbEngine]:
    """An engine over the tables of `inputs`; what the caller can mend is an ArgumentError.

    Raises:
        ImportError: DuckDB or pyarrow is not installed; the message says how to get them.
        ArgumentError: no such analysis or parameter, a context file or SQL text that cannot be used.
        OutOfMemoryError: the answer does not fit `memory`.
    """
    duckdb = _duckdb()
    from .context import read_context
    from .engines.duckdb import DuckdbEngine

    tables = _tables(inputs, threads)
    try:
        known = read_context(None if context is None else Path(context))
        with DuckdbEngine(tables, context=known, memory=memory, threads=thread_count(threads) or None) as engine:
            yield engine
    except duckdb.OutOfMemoryException as why:
        raise OutOfMemoryError(_first_line(why)) from why
    except ArgumentError:
        raise
    except (ValueError, duckdb.Error) as why:
        raise ArgumentError(_first_line(why)) from why


def newer_schema(events: Path) -> str | None:
    """What to tell about a table that a later version wrote.

    Raises:
        OSError, ValueError: no Parquet file that can be read.
    """
    import pyarrow.parquet as pq

    schema = pq.read_schema(events)
    if "event_id" not in schema.names:
        raise ValueError("it holds no records that a scan wrote")
    metadata = schema.metadata or {}
    stated = metadata.get(b"ntlmscan.schema_version", b"").decode("utf-8", "replace")
    if not stated.isdigit() or int(stated) <= SCHEMA_VERSION:
        return None
    known = f"this program knows {SCHEMA_VERSION}: columns that came later are left aside"
    return f"{events} has schema version {stated}, {known}"


def _tables(inputs: Inputs, threads: int | None) -> Path | Mapping[str, Any]:
    """A folder of Parquet, or tables by name."""
    import pyarrow as pa

    if isinstance(inputs, (str, os.PathLike)) and (folder := Path(inputs)).joinpath("events.parquet").is_file():
        try:
            remark = newer_schema(folder / "events.parquet")
        except (OSError, ValueError) as why:
            raise ArgumentError(f"{folder / 'events.parquet'}: no Parquet file that can be read: {why}") from why
        if remark:
            warnings.warn(remark, stacklevel=5)
        return folder
    if isinstance(inputs, Mapping) and set(inputs) <= {*TABLES, *SIDES}:
        return {name: pa.table(table) for name, table in inputs.items()}
    _refuse_tables(inputs)
    result = inputs if isinstance(inputs, ScanResult) else scan(inputs, threads=threads)
    return {table.name: pa.table(table) for table in result.tables}


def _refuse_tables(inputs: object) -> None:
    """Tables that are no scan, which would be taken for logs."""
    if hasattr(inputs, "__arrow_c_stream__"):
        raise TypeError(
            f"one {type(inputs).__name__} is no scan: give the result of ntlmscan.scan(), or tables by name, such as "
            "{'events': …}"
        )
    values = inputs.items() if isinstance(inputs, Mapping) else ()
    if unknown := [str(name) for name, value in values if hasattr(value, "__arrow_c_stream__")]:
        raise ArgumentError(f"tables of a scan are named {', '.join(TABLES)}, not all of {', '.join(unknown)}")


def _duckdb() -> Any:
    try:
        import duckdb
        import pyarrow  # noqa: F401
    except ImportError as why:
        raise ImportError(
            f"the analyses need DuckDB and pyarrow, and {why.name} cannot be loaded: pip install 'ntlmscan[analyses]'",
            name=why.name,
        ) from why
    return duckdb


def _first_line(why: Exception) -> str:
    return (str(why).strip() or type(why).__name__).splitlines()[0]

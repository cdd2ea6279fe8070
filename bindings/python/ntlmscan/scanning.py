"""Scans: everything into memory, or batch by batch."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Literal, TypeAlias

from . import _core
from ._core import Progress, Summary
from ._inputs import (
    Events,
    ProgressCallback,
    Sources,
    Time,
    counted,
    event_list,
    filetime,
    named_inputs,
    named_path,
    thread_count,
)
from .errors import ArgumentError, StreamUsedError, UnreadableWarning
from .tables import RecordBatch, Table, TableName

__all__ = ["Progress", "ScanResult", "Stream", "Summary", "scan", "stream"]

if TYPE_CHECKING:
    import weakref

OnError: TypeAlias = Literal["collect", "raise"]


class ScanResult:
    """What a scan found: four tables and their totals.

    Attributes:
        events: one row per kept record.
        files: one row per input file, with its state ``ok``, ``partial`` or ``failed``.
        coverage: which hours of which log hold records, so that silence can be told from absence.
        faults: bytes that could not be read and oddities, each with file and offset.
        summary: totals.
    """

    __slots__ = ("coverage", "events", "faults", "files", "summary")

    def __init__(self, tables: list[_core.Table], summary: Summary) -> None:
        self.events, self.files, self.coverage, self.faults = map(Table, tables)
        self.summary = summary

    @property
    def tables(self) -> tuple[Table, Table, Table, Table]:
        """The four tables in the order events, files, coverage, faults."""
        return self.events, self.files, self.coverage, self.faults

    def write(
        self,
        path: str | os.PathLike[str],
        *,
        format: str | None = None,
        spreadsheet_safe: bool = False,
        threads: int | None = 1,
    ) -> None:
        """Writes the four tables, as ``ntlmscan scan -o`` does.

        Args:
            path: a folder (with ``/`` at its end, or existing), or a file; its ending names the format, or
                ``format`` does.
            format: ``parquet``, ``ndjson``, ``csv``, the last two also with ``.zst``; a folder gets Parquet.
            spreadsheet_safe: CSV: texts that look like formulas begin with an apostrophe.
            threads: threads that encode Parquet; the bytes do not depend on it.

        Raises:
            ArgumentError: a format that is unknown or contradicts the ending.
            OutputError: the place cannot be written; nothing is left behind then.

        >>> import ntlmscan
        >>> ntlmscan.scan(LOG).write(FOLDER)
        >>> sorted(path.name for path in FOLDER.iterdir())
        ['coverage.parquet', 'events.parquet', 'faults.parquet', 'files.parquet']
        """
        if not isinstance(format, (str, type(None))):
            raise TypeError(f"format: {format!r} is no text")
        held = [table._held for table in self.tables]
        place = named_path(path, "path")
        _core.write_tables(held, place, format or "", bool(spreadsheet_safe), thread_count(threads) or 1)

    def __repr__(self) -> str:
        s = self.summary
        return (
            f"<ntlmscan.ScanResult: {counted(s.files, 'file')}, {counted(s.records, 'record')}, "
            f"{counted(s.rows, 'event')} kept, {counted(s.faults_lost, 'loss', 'losses')}, "
            f"{counted(s.faults_other, 'other fault')}>"
        )

    def _repr_html_(self) -> str:
        from ._html import result_html

        return result_html(self)


def scan(
    paths: Sources,
    *,
    events: Events = None,
    since: Time = None,
    until: Time = None,
    recover: bool = False,
    one_pass: bool = False,
    templates: str | os.PathLike[str] | None = None,
    threads: int | None = None,
    on_progress: ProgressCallback | None = None,
    errors: OnError = "collect",
) -> ScanResult:
    """Reads logs and keeps the records that matter for NTLM.

    Args:
        paths: a file, a folder (searched to its depths), a glob; or the bytes of a log as anything with the buffer
            protocol, a binary file object, an fsspec file; or many of these; or a mapping from names to these, where
            the name is what column ``source`` shows. File objects are read from their beginning. Standard input is
            ``"-"``.
        events: ids, ranges and ``@ntlm``: ``"@ntlm,4624,8001-8006"``, ``4624``, ``[4624, range(8001, 8007)]``. All of
            the catalogue when ``None``.
        since, until: half-open window on the time of the records: a datetime, a date, or text such as
            ``"2026-09-09T20:40+02:00"``; UTC without a zone. Records without a time are kept.
        recover: old records as well, from slack, padding and damaged chunks; ``origin`` and ``decoded_by`` say what
            they are.
        one_pass: with ``recover``, templates that a chunk has lost come from its own file and ``templates`` alone; else
            all inputs are read twice.
        templates: with ``recover``, a template library as ``--save-templates`` writes it.
        threads: at least 1; one per processor when ``None``. Rows do not depend on it.
        on_progress: called about twenty times a second, and at the end, in the calling thread with a ``Progress``.
            An exception from it ends the scan and is raised.
        errors: ``"collect"``: what cannot be read becomes a row of ``faults``, and the scan goes on; where nothing at
            all could be read there is an ``UnreadableWarning``. ``"raise"``: the first lost bytes raise.

    Returns:
        A ScanResult; its tables are in memory, times in UTC at a microsecond.

    Raises:
        NtlmscanError: with ``errors="raise"``, the class that fits the fault; ``code``, ``file`` and ``offset`` say
            which and where.
        ArgumentError: ``events``, ``since`` or ``until`` cannot be understood.
        TypeError, ValueError: something that is no input, or a file object that is closed.
        KeyboardInterrupt: Ctrl-C ends it at once.

    >>> import ntlmscan
    >>> result = ntlmscan.scan(LOG, events="@ntlm", since="2026-01-01")
    >>> result.files.num_rows, result.faults.num_rows
    (1, 0)
    >>> result.events.to_polars().select("event_id", "user_name").height == len(result.events)
    True
    """
    check_errors(errors)
    tables, summary = _core.scan(
        named_inputs(paths),
        event_list(events),
        filetime(since, "since"),
        filetime(until, "until"),
        errors == "raise",
        thread_count(threads),
        on_progress,
        recovery_wishes(recover, one_pass, templates),
    )
    result = ScanResult(tables, summary)
    if summary.files_failed == summary.files:
        warnings.warn(nothing_read(result), UnreadableWarning, stacklevel=2)
    return result


def nothing_read(result: ScanResult, wanted: str = "event log") -> str:
    """What the warning says."""
    if result.summary.files == 0:
        return f"no {wanted} was found"
    return f"nothing could be read of {result.summary.files} inputs; the table faults says why"


def recovery_wishes(recover: bool, one_pass: bool, templates: str | os.PathLike[str] | None) -> tuple[bool, bool, str]:
    """The three as the extension module takes them."""
    if templates is None:
        return bool(recover), bool(one_pass), ""
    named_path(templates, "templates")
    return bool(recover), bool(one_pass), os.fspath(templates)


def check_errors(errors: str) -> None:
    """Refuses what is no ``OnError``."""
    if errors not in ("collect", "raise"):
        raise ArgumentError(f"errors: '{errors}' is neither 'collect' nor 'raise'")


class Stream:
    """Record batches, one by one and once; made by ``stream()``.

    An iterator over it yields each batch once, whichever thread asks. As a context manager it ends the scan on the
    way out; so do ``close()`` and letting go of it.
    """

    __slots__ = ("__weakref__", "_held", "_used")

    def __init__(self, held: _core.Stream) -> None:
        self._held = held
        self._used = False

    @property
    def summary(self) -> Summary | None:
        """Totals once the stream was read to its end, else ``None``."""
        return self._held.summary

    def close(self) -> None:
        """Ends the scan; harmless when it has ended."""
        self._held.close()

    def _claim(self) -> None:
        if self._used:
            raise StreamUsedError(
                "this stream has a reader already and gives its batches once: call ntlmscan.stream() again for a second"
                " pass, or ntlmscan.scan() for tables that can be read as often as you like"
            )
        self._used = True

    def __iter__(self) -> Iterator[RecordBatch]:
        self._claim()
        return _Batches(self)

    def __arrow_c_schema__(self) -> object:
        """The schema as a capsule ``arrow_schema``."""
        return _core.schema_capsule(self._held.table)

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """The batches as a capsule ``arrow_array_stream``; once."""
        self._claim()
        return self._held.stream_capsule()

    def __enter__(self) -> Stream:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<ntlmscan.Stream of {self._held.table}>"


class _Batches:
    """The one iterator of a stream."""

    __slots__ = ("_stream",)

    def __init__(self, stream: Stream) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[RecordBatch]:
        return self

    def __next__(self) -> RecordBatch:
        batch = self._stream._held.next_batch()
        if batch is None:
            raise StopIteration
        return RecordBatch(batch)


def stream(
    paths: Sources,
    *,
    table: TableName = "events",
    events: Events = None,
    since: Time = None,
    until: Time = None,
    recover: bool = False,
    one_pass: bool = False,
    templates: str | os.PathLike[str] | None = None,
    threads: int | None = None,
    errors: OnError = "collect",
) -> Stream:
    """Reads logs batch by batch in bounded memory: the scan waits for its reader.

    Args:
        table: which of the four tables; the others are not kept. ``Stream.summary`` tells how much was lost.
        paths, events, since, until, recover, one_pass, templates, threads, errors: as for ``scan``.

    Returns:
        A Stream of batches of at most 65,536 rows in the order of the input. It is an iterable, a context manager and
        an Arrow stream (``pyarrow.RecordBatchReader.from_stream``), for one pass.

    Raises:
        StreamUsedError: on the second pass.
        StreamClosedError: on reading after ``close()``, after Ctrl-C, or in a forked child.
        Others: as for ``scan``; those that depend on the data come while reading.

    >>> import ntlmscan
    >>> with ntlmscan.stream(LOG) as batches:
    ...     rows = sum(batch.num_rows for batch in batches)
    >>> rows == len(ntlmscan.scan(LOG).events)
    True
    """
    check_errors(errors)
    if not isinstance(table, str):
        raise TypeError(f"table: {table!r} is no name of a table")
    held = _core.stream(
        table,
        named_inputs(paths),
        event_list(events),
        filetime(since, "since"),
        filetime(until, "until"),
        errors == "raise",
        thread_count(threads),
        recovery_wishes(recover, one_pass, templates),
    )
    return _closed_at_exit(Stream(held))


_open_streams: weakref.WeakSet[Stream] | None = None


def _closed_at_exit(stream: Stream) -> Stream:
    """A scan that reads Python objects must not outlive the interpreter."""
    global _open_streams
    if _open_streams is None:
        import atexit
        import weakref

        _open_streams = weakref.WeakSet()
        atexit.register(_close_all)
    _open_streams.add(stream)
    return stream


def _close_all() -> None:
    for stream in tuple(_open_streams or ()):
        stream.close()

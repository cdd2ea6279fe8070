"""Carving: event records out of bytes that are no log."""

from __future__ import annotations

import os
import warnings
from pathlib import Path

from . import _core
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
from .errors import ArgumentError, UnreadableWarning
from .scanning import OnError, ScanResult, check_errors, nothing_read, recovery_wishes

__all__ = ["CarveResult", "carve"]


class CarveResult(ScanResult):
    """What was carved: the tables of a scan, in which every row has the origin ``carved``, and the logs made of it.

    Attributes:
        logs: the event logs that ``write_evtx`` asked for.
        chunks_written: how many chunks they hold.
        chunks_left_out: chunks that were found and are in none: twice there, without a whole record, or too many.
    """

    __slots__ = ("chunks_left_out", "chunks_written", "logs")

    def __init__(
        self, tables: list[_core.Table], summary: _core.Summary, logs: list[bytes], written: int, left_out: int
    ) -> None:
        super().__init__(tables, summary)
        self.logs = tuple(Path(os.fsdecode(log)) for log in logs)
        self.chunks_written = written
        self.chunks_left_out = left_out

    def __repr__(self) -> str:
        s = self.summary
        return (
            f"<ntlmscan.CarveResult: {counted(s.files, 'image')}, {counted(s.chunks, 'chunk')}, "
            f"{counted(s.records_recovered, 'record')}, {counted(s.rows, 'event')} kept, "
            f"{counted(s.faults_lost, 'loss', 'losses')}, {counted(s.faults_other, 'other fault')}>"
        )


def carve(
    images: Sources,
    *,
    events: Events = None,
    since: Time = None,
    until: Time = None,
    one_pass: bool = False,
    templates: str | os.PathLike[str] | None = None,
    write_evtx: str | os.PathLike[str] | None = None,
    threads: int | None = None,
    on_progress: ProgressCallback | None = None,
    errors: OnError = "collect",
) -> CarveResult:
    """Finds chunks and single records in disk images, memory dumps, page files, at any alignment.

    Args:
        images: files of any kind, in the forms that ``scan`` takes; of a folder, each file in it.
        one_pass: each image is read once: templates that a chunk has lost come from ``templates`` alone; else from all
            images, which are read twice.
        templates: a template library as ``--save-templates`` writes it.
        write_evtx: a folder to which the chunks are written as event logs, one for each image, computer and channel,
            with headers and checksums made right. Files that exist are never replaced.
        events, since, until, threads, on_progress, errors: as for ``scan``.

    Returns:
        A CarveResult. Nothing found is no failure.

    Raises:
        OutputError: a log cannot be written, or is there already.
        Others: as for ``scan``.

    >>> import ntlmscan
    >>> from pathlib import Path
    >>> image = b"no log" * 1000 + Path(LOG).read_bytes()[4096:]
    >>> carved = ntlmscan.carve(image, events=4624, write_evtx=FOLDER / "logs")
    >>> set(carved.events.to_polars()["origin"])
    {'carved'}
    >>> len(ntlmscan.scan(carved.logs, events=4624).events) == len(ntlmscan.scan(LOG, events=4624).events)
    True
    """
    check_errors(errors)
    if write_evtx is not None and not os.fspath(write_evtx):
        raise ArgumentError("write_evtx: is empty; name a folder")
    result = CarveResult(
        *_core.carve(
            named_inputs(images),
            event_list(events),
            filetime(since, "since"),
            filetime(until, "until"),
            errors == "raise",
            thread_count(threads),
            on_progress,
            recovery_wishes(True, one_pass, templates),
            b"" if write_evtx is None else named_path(write_evtx, "write_evtx"),
        )
    )
    if result.summary.files_failed == result.summary.files:
        warnings.warn(nothing_read(result, "file"), UnreadableWarning, stacklevel=2)
    return result

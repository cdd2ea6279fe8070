"""Where an answer goes: a file that is there whole or not at all, or what cannot be replaced, written to directly."""

from __future__ import annotations

import os
import re
import secrets
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from .errors import NtlmscanError, OutputError
from .schema_tables import TABLES

_MOST_LINKS = 40  # as many as Linux follows
_DESCRIPTOR = re.compile(r"/(?:dev|proc/(?P<process>\d+)(?:/task/\d+)?)/fd/(?P<number>\d+)")
_PERMISSIONS = 0o777


@contextmanager
def destination(output: Path) -> Iterator[BinaryIO]:
    """A file open for writing that leads to `output`; docs/schema.md tells what happens for which kind of name.

    Raises:
        OutputError: it cannot be written, or holds evidence; nothing new is left behind then, whatever went wrong.
    """
    try:
        end, descriptor = _end_of(output)
        mode = _mode_of(end) if descriptor is None else None
        if descriptor is None:
            _check(output, end, mode)
        if descriptor is not None or (mode is not None and not stat.S_ISREG(mode)):
            with _direct(end, descriptor) as file:
                yield file
            return
        with _replacing(end, mode) as file:
            yield file
    except (BrokenPipeError, NtlmscanError):
        raise
    except OSError as why:
        raise OutputError(f"{output}: cannot be written: {os.strerror(why.errno) if why.errno else why}") from why


def _end_of(output: Path) -> tuple[Path, int | None]:
    """Where the links end, and which descriptor of this process that is."""
    path = output
    for _ in range(_MOST_LINKS):
        path = Path(os.path.realpath(path.parent)) / path.name
        if found := _DESCRIPTOR.fullmatch(path.as_posix()):
            ours = found["process"] in (None, str(os.getpid()))
            return path, int(found["number"]) if ours else None
        if not path.is_symlink():
            return path, None
        path = path.parent / os.readlink(path)
    raise OutputError(f"{output}: cannot be written: links in a circle")


def _mode_of(end: Path) -> int | None:
    try:
        return end.stat().st_mode
    except FileNotFoundError:
        return None


def _check(output: Path, end: Path, mode: int | None) -> None:
    if mode is None:
        return
    if stat.S_ISDIR(mode):
        raise OutputError(f"{output}: is a folder; name a file in it")
    if stat.S_ISBLK(mode) or stat.S_ISSOCK(mode):
        raise OutputError(f"{output}: is a {'block device' if stat.S_ISBLK(mode) else 'socket'}; name a file")
    if stat.S_ISREG(mode) and any(_is_evidence(one) for one in (output, end)):
        raise OutputError(f"{output}: is a log, or a table of a scan, and is never written over")


def _is_evidence(path: Path) -> bool:
    in_scan = path.name in {f"{name}.parquet" for name in TABLES} and (path.parent / "events.parquet").is_file()
    return in_scan or path.suffix.lower() == ".evtx"


@contextmanager
def _direct(end: Path, descriptor: int | None) -> Iterator[BinaryIO]:
    """Behind what was written through it before: a descriptor is shared, not opened anew."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    flags = os.O_WRONLY | os.O_APPEND | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(end, flags) if descriptor is None else os.dup(descriptor), "wb") as file:
        yield file


@contextmanager
def _replacing(end: Path, mode: int | None) -> Iterator[BinaryIO]:
    """Another file beside it, which takes its place, and its mode, at the end."""
    partial = end.with_name(f".ntlmscan-{secrets.token_hex(6)}.partial")
    permissions = 0o666 if mode is None else mode & _PERMISSIONS
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(partial, flags, permissions), "wb") as file:
            if mode is not None and os.name == "posix":  # what umask took away
                os.fchmod(file.fileno(), permissions)
            yield file
        partial.replace(end)
    finally:
        with suppress(FileNotFoundError):
            partial.unlink()

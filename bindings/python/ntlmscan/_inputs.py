"""What a user names as input, events or time, in the form that the extension module takes."""

from __future__ import annotations

import operator
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import IO, Any, TypeAlias

from . import _core
from .errors import InputError, InputMissingError

Named: TypeAlias = bytes | tuple[str, object, bool]
"""A path in the encoding of the file system, or a log that is no file: its name, its bytes, whether they are closed
behind the scan."""

# `object` covers anything with the buffer protocol, for which Python 3.11 has no name.
Source: TypeAlias = str | os.PathLike[str] | bytes | bytearray | memoryview | IO[bytes] | object
Sources: TypeAlias = Source | Iterable[Source] | Mapping[str, Source]
Events: TypeAlias = str | int | range | Iterable[str | int | range] | None
Time: TypeAlias = datetime | date | str | None

_FILETIME_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_SPOOL_BLOCK = 1 << 20
_LONGEST_PATH = 4096
LARGEST_FILE = (1 << 63) - 1


def named_inputs(paths: Sources) -> list[Named]:
    """One entry per log or path, in order.

    Raises:
        TypeError: something that is no path, no buffer and no binary file.
        ValueError: nothing was named, or a file object is closed.
    """
    given: Iterable[tuple[Source, str | None]]
    if isinstance(paths, Mapping):
        given = ((source, _inert(str(name))) for name, source in paths.items())
    elif _is_single(paths):
        given = ((source, None) for source in (paths,))
    elif isinstance(paths, Iterable):
        given = ((source, None) for source in paths)
    else:
        raise TypeError(f"{_kind(paths)} is no path, no buffer, no binary file and no collection of these")
    names = _Names()
    named: list[Named] = []
    try:
        for source, name in given:
            named.append(_one(source, names, name))
    except BaseException:
        _close(named)
        raise
    if not named:
        raise ValueError("paths: nothing was named")
    return named


def named_input(path: Source) -> Named:
    """The one log that `path` names.

    Raises:
        TypeError: something that is no path, no buffer and no binary file.
        ValueError: a file object that is closed.
    """
    return _one(path, _Names())


def _close(named: Iterable[Named]) -> None:
    """Those that were opened here."""
    for one in named:
        if not isinstance(one, bytes) and one[2]:
            file: Any = one[1]
            file.close()


class _Names:
    """Names for logs that have none."""

    def __init__(self) -> None:
        self._taken = 0

    def next(self) -> str:
        self._taken += 1
        return "<bytes>" if self._taken == 1 else f"<bytes {self._taken}>"


def _is_single(source: object) -> bool:
    return isinstance(source, (str, os.PathLike)) or hasattr(source, "read") or _opener(source) or _is_buffer(source)


def _is_buffer(source: object) -> bool:
    if isinstance(source, (bytes, bytearray, memoryview)):
        return True
    try:
        memoryview(source)  # type: ignore[arg-type]
    except TypeError:
        return False
    return True


def _opener(source: object) -> bool:
    """True of an fsspec.core.OpenFile, which is opened to be read."""
    return hasattr(source, "open") and hasattr(source, "fs") and hasattr(source, "path")


def _one(source: Source, names: _Names, name: str | None = None) -> Named:
    if hasattr(source, "read"):
        return _file(source, False, names, name)
    if _opener(source):
        opener: Any = source
        return _file(opener.open(), True, names, name)
    if isinstance(source, (str, os.PathLike)):
        path = named_path(source, "paths")
        return path if name is None else (name, _opened(path), True)
    if _is_buffer(source):
        view = memoryview(source)  # type: ignore[arg-type]
        if not view.c_contiguous:
            raise TypeError("a buffer must be contiguous")
        if isinstance(source, bytes) and _is_path(source):
            raise TypeError("bytes are the content of a log: name a file by text, os.fsdecode(path)")
        return name or names.next(), view, False
    raise TypeError(f"{_kind(source)} is no path, no buffer and no binary file")


def _opened(path: bytes) -> IO[bytes]:
    """A file that goes by another name.

    Raises:
        InputMissingError, InputError: it cannot be opened.
    """
    try:
        return open(path, "rb")
    except OSError as why:
        missing = isinstance(why, FileNotFoundError)
        kind, code = (InputMissingError, "input_missing") if missing else (InputError, "input_unreadable")
        name = _inert(os.fsdecode(path))
        raise kind(f"{name}: {os.strerror(why.errno or 0)}", code=code, file=name) from why


def _is_path(content: bytes) -> bool:
    """True of what is shorter than any log, and the name of a file."""
    return 0 < len(content) < _LONGEST_PATH and b"\0" not in content and os.path.lexists(content)


def named_path(path: str | os.PathLike[str], argument: str) -> bytes:
    """A path in the encoding of the file system.

    Raises:
        ValueError: it holds a NUL character, at which the system would end it.
    """
    encoded = os.fsencode(path)
    if b"\0" in encoded:
        raise ValueError(f"{argument}: a path holds no NUL character")
    return encoded


def _file(file: Any, ours: bool, names: _Names, name: str | None) -> Named:
    if getattr(file, "closed", False):
        raise ValueError("the file object is closed")
    if hasattr(file, "encoding") or hasattr(file, "newlines"):
        raise TypeError("the file object is a text file: open it with mode 'rb'")
    name = _name_of_file(file, names, name)
    if hasattr(file, "seek") and (not hasattr(file, "seekable") or file.seekable()):
        end = file.seek(0, os.SEEK_END)
        if not isinstance(end, int) or not 0 <= end <= LARGEST_FILE:
            raise TypeError("the file object's seek() does not return a position")
        return name, file, ours
    return name, _copy(file), True


def _name_of_file(file: Any, names: _Names, name: str | None) -> str:
    for candidate in (name, getattr(file, "name", None), getattr(file, "path", None)):
        if isinstance(candidate, str) and candidate:
            return _inert(candidate)
    return names.next()


def _inert(name: str) -> str:
    """A name that is UTF-8 whatever it was."""
    return name.encode("utf-8", "replace").decode("utf-8")


def _copy(stream: Any) -> object:
    """What is left of a stream that cannot seek, in a temporary file."""
    import tempfile

    spool = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the scan lets go of it
    while block := stream.read(_SPOOL_BLOCK):
        spool.write(block)
    return spool


def _kind(value: object) -> str:
    return f"{type(value).__module__}.{type(value).__qualname__}"


def event_list(events: Events) -> str:
    """`events` as the command line spells them.

    Raises:
        TypeError: something else than ids, ranges and text.
    """
    if events is None:
        return ""
    return ",".join(_event_parts(events))


def _event_parts(events: object) -> Iterator[str]:
    if isinstance(events, str):
        yield events
    elif isinstance(events, bool):
        raise TypeError("events: an id is no truth value")
    elif isinstance(events, int):
        yield str(events)
    elif isinstance(events, range):
        yield from _range_parts(events)
    elif isinstance(events, Iterable) and not isinstance(events, (bytes, bytearray, Mapping)):
        for part in events:
            yield from _event_parts(part)
    else:
        raise TypeError(f"events: {_kind(events)} is no id, no range and no text")


def _range_parts(ids: range) -> Iterator[str]:
    if ids.step == 1 and len(ids) > 0:
        yield f"{ids[0]}-{ids[-1]}"
    else:
        yield from map(str, ids)


def filetime(time: Time, argument: str) -> int | None:
    """`time` in FILETIME ticks (100 ns since 1601-01-01 UTC); without a zone it is UTC.

    Raises:
        TypeError: no time and no text.
        ArgumentError: text that is no time, or a time before 1601.
    """
    if time is None:
        return None
    if isinstance(time, str):
        return _core.parse_time(time)
    if isinstance(time, datetime):
        aware = time if time.tzinfo is not None else time.replace(tzinfo=UTC)
    elif isinstance(time, date):
        aware = datetime(time.year, time.month, time.day, tzinfo=UTC)
    else:
        raise TypeError(f"{argument}: {_kind(time)} is no datetime, no date and no text")
    ticks = (aware - _FILETIME_EPOCH) // _MICROSECOND * 10
    if ticks < 0:
        raise ValueError(f"{argument}: {time} is before 1601")
    return ticks


def counted(number: int, noun: str, plural: str = "") -> str:
    """`1 file`, `2000 files`."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def whole_number(value: object, argument: str) -> int:
    """`value` as an int; numbers of other libraries have their own types.

    Raises:
        TypeError: no whole number.
    """
    if isinstance(value, bool) or not hasattr(value, "__index__"):
        raise TypeError(f"{argument}: {_kind(value)} is no whole number")
    return operator.index(value)


def thread_count(threads: int | None) -> int:
    """Threads for the library, in which 0 is one per processor.

    Raises:
        TypeError: no whole number.
        ValueError: less than one.
    """
    if threads is None:
        return 0
    count = whole_number(threads, "threads")
    if count < 1:
        raise ValueError("threads: at least 1, or None for one per processor")
    return min(count, 1 << 16)


ProgressCallback: TypeAlias = Callable[["_core.Progress"], object]

"""Records of one log, any event, as light objects; and one record taken apart."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from . import _core
from ._core import RecordDetail
from ._inputs import LARGEST_FILE, Named, Source, named_input, whole_number
from .errors import ArgumentError, RecordError

__all__ = ["Fault", "Record", "RecordDetail", "Records", "records", "show"]


class Fault(NamedTuple):
    """One thing found wrong in a log, as a row of table ``faults``."""

    source: str
    byte_offset: int
    code: str
    severity: str
    bytes: int
    message: str


class Record:
    """One record. Nothing is decoded before it is asked for.

    Values of the payload are found by name: ``record["TargetUserName"]``. Each property that the record does not
    have is ``None``, a text is empty.

    Raises (all of it):
        RecordError: the record cannot be read so far; ``file`` and ``offset`` say where it lies.
    """

    __slots__ = ("_event", "_held")

    def __init__(self, held: _core.Record) -> None:
        self._held = held
        self._event: dict[str, Any] | None = None

    @property
    def source(self) -> str:
        """The log, as it was named."""
        return self._held.source

    @property
    def byte_offset(self) -> int:
        """Of its first byte in the log."""
        return self._held.byte_offset

    @property
    def size(self) -> int:
        """In bytes."""
        return self._held.size

    @property
    def origin(self) -> str:
        """Where its bytes lay: ``live``, ``hidden``, ``slack`` or ``damaged``."""
        return self._held.origin

    @property
    def decoded_by(self) -> str | None:
        """Where the names of a recovered record came from, as in column ``decoded_by``; ``None`` for a live one."""
        return self._held.decoded_by or None

    @property
    def inferred(self) -> str | None:
        """Values that were not in the record itself, as in column ``inferred``."""
        return self._held.inferred or None

    @property
    def record_id(self) -> int:
        """System/EventRecordID; the number in the record's header where that is absent."""
        return self._held.record_id

    @property
    def event_id(self) -> int | None:
        """System/EventID."""
        return self._held.event_id

    @property
    def version(self) -> int | None:
        """System/Version."""
        return self._held.version

    @property
    def level(self) -> int | None:
        """System/Level."""
        return self._held.level

    @property
    def keywords(self) -> int | None:
        """System/Keywords, unsigned 64 bits."""
        return self._held.keywords

    @property
    def provider(self) -> str:
        """System/Provider@Name."""
        return self._held.provider

    @property
    def channel(self) -> str:
        """System/Channel."""
        return self._held.channel

    @property
    def computer(self) -> str:
        """System/Computer."""
        return self._held.computer

    @property
    def time(self) -> datetime | None:
        """System/TimeCreated in UTC, at a microsecond."""
        return self._held.time

    @property
    def filetime(self) -> int | None:
        """System/TimeCreated, exact: 100 ns since 1601-01-01."""
        return self._held.filetime

    def to_dict(self) -> dict[str, Any]:
        """The whole event: ``{"System": …, "EventData": …}``, in the shape of docs/dump.md."""
        if self._event is None:
            import json

            event = json.loads(self._held.json()).get("Event")
            self._event = event if isinstance(event, dict) else {"#text": event}
        return self._event

    @property
    def data(self) -> dict[str, Any]:
        """EventData, or what UserData holds, by name; empty where the record has neither."""
        event = self.to_dict()
        for payload in (event.get("EventData"), *_elements(event.get("UserData"))):
            if isinstance(payload, dict):
                return {name: value for name, value in payload.items() if name != "#attributes"}
        return {}

    def __getitem__(self, name: str) -> Any:
        return self.data[name]

    def __contains__(self, name: object) -> bool:
        return name in self.data

    def get(self, name: str, default: Any = None) -> Any:
        """The value of that name, or `default`."""
        return self.data.get(name, default)

    def xml(self) -> str:
        """The whole event as Event Viewer shows it, on one line."""
        return self._held.xml()

    def __repr__(self) -> str:
        return f"<ntlmscan.Record at {self.byte_offset} of {self.source!r}>"

    def _repr_html_(self) -> str:
        from ._html import record_html

        return record_html(self)


def _elements(parent: object) -> list[Any]:
    return [child for name, child in parent.items() if name != "#attributes"] if isinstance(parent, dict) else []


class Records:
    """The records of one log in the order of their places; an iterator, for one thread."""

    __slots__ = ("_walk",)

    def __init__(self, walk: _core.Walk) -> None:
        self._walk = walk

    def __iter__(self) -> Iterator[Record]:
        return self

    def __next__(self) -> Record:
        held = self._walk.next_record()
        if held is None:
            raise StopIteration
        return Record(held)

    @property
    def faults(self) -> list[Fault]:
        """What was found wrong so far; complete at the end. Records that cannot be decoded tell when they are asked."""
        source = self._walk.source
        return [
            Fault(source, offset, code, severity, size, message)
            for code, severity, offset, size, message in self._walk.faults()
        ]

    def __repr__(self) -> str:
        return f"<ntlmscan.Records of {self._walk.source!r}>"


def records(path: Source, *, recover: bool = False) -> Records:
    """Every live record of one log, whatever its event.

    Args:
        path: a file, bytes, anything with the buffer protocol, a binary file object or an fsspec file.
        recover: old records as well, from slack, padding and damaged chunks, with templates of the log itself.

    Returns:
        An iterator of ``Record``. A record keeps its chunk, 64 KiB, in memory as long as it lives.

    Raises:
        InputMissingError, InputError: there is no such file, or it cannot be read.
        FormatError: it is no event log.
        ArgumentError: it is a folder.

    >>> import ntlmscan
    >>> first = next(ntlmscan.records(LOG))
    >>> first.event_id, first.provider, first.time.isoformat()
    (4608, 'Microsoft-Windows-Security-Auditing', '2026-03-02T05:00:19+00:00')
    >>> logons = [record for record in ntlmscan.records(LOG) if record.event_id == 4624]
    >>> logons[0]["TargetUserName"]
    'SYSTEM'
    """
    return Records(_core.records(named_input(path), recover))


def show(path: Source, offset: int | None = None, *, record_id: int | None = None) -> RecordDetail:
    """One live record in all its parts: bytes, templates, values, XML, and the row that ``scan`` makes of it.

    Args:
        path: as for ``records``.
        offset: byte offset of the record, as in column ``byte_offset``; or
        record_id: the record's number, as in column ``record_id``; the first record of that number is shown.

    Returns:
        A RecordDetail; in a notebook it shows its fields.

    Raises:
        ArgumentError: no record begins there (the message names the nearest ones), none has that number, or not
            exactly one of the two was given.
        Others: as for ``records``.

    >>> import ntlmscan
    >>> place = ntlmscan.scan(LOG, events=4624).events.to_polars()["byte_offset"][0]
    >>> detail = ntlmscan.show(LOG, place)
    >>> detail.kept, detail.row["event_id"], detail.byte_offset == place
    (True, '4624', True)
    """
    if (offset is None) == (record_id is None):
        raise ArgumentError("show: name the record by offset or by record_id")
    named = named_input(path)
    at = (
        whole_number(offset, "offset")
        if offset is not None
        else _offset_of(named, whole_number(record_id, "record_id"))
    )
    if not 0 <= at <= LARGEST_FILE:
        raise ArgumentError(f"show: {at} is no place in a file")
    return _core.show(named, at)


def _offset_of(named: Named, record_id: int) -> int:
    """Of the first record of that number; the input stays open, for it is read again."""
    for record in Records(_core.records(named if isinstance(named, bytes) else (*named[:2], False), False)):
        try:
            if record.record_id == record_id:
                return record.byte_offset
        except RecordError:
            continue
    raise ArgumentError(f"show: no live record has the number {record_id}")

"""
The native half of ntlmscan. Private: use the names of the package itself.
"""

from __future__ import annotations
import collections.abc
import datetime
import typing

__all__: list[str] = [
    "CatalogueEntry",
    "CatalogueField",
    "Progress",
    "Record",
    "RecordDetail",
    "RecordTemplate",
    "RecordValue",
    "SCHEMA_VERSION",
    "Stream",
    "Summary",
    "Table",
    "Walk",
    "carve",
    "catalogue",
    "columns",
    "fault_codes",
    "parse_time",
    "records",
    "scan",
    "schema_capsule",
    "show",
    "stream",
    "write_table",
    "write_tables",
]

class Table:
    """
    Rows of one table, in memory.
    """
    def array_capsules(self) -> tuple[typing.Any, typing.Any]:
        """
        (schema, array) of its first batch.
        """
    def stream_capsule(self) -> typing.Any: ...
    @property
    def name(self) -> str: ...
    @property
    def num_batches(self) -> int: ...
    @property
    def num_rows(self) -> int: ...

class Progress:
    """
    How far a scan is. Counts only grow.
    """
    @property
    def bytes_done(self) -> int:
        """
        Bytes read.
        """
    @property
    def files_done(self) -> int:
        """
        Files read to their end.
        """
    @property
    def records(self) -> int:
        """
        Records seen.
        """
    @property
    def rows(self) -> int:
        """
        Events kept.
        """

class Summary:
    """
    Totals of a finished scan.
    """
    @property
    def bytes(self) -> int:
        """
        Size of the files.
        """
    @property
    def chunks(self) -> int:
        """
        Of 64 KiB, without unused ones.
        """
    @property
    def faults_lost(self) -> int:
        """
        Places where bytes were lost.
        """
    @property
    def faults_other(self) -> int:
        """
        Notes and signs of tampering.
        """
    @property
    def files(self) -> int:
        """
        Logs that were read, or should have been.
        """
    @property
    def files_failed(self) -> int:
        """
        Of which nothing could be read.
        """
    @property
    def files_partial(self) -> int:
        """
        Of which something was lost.
        """
    @property
    def records(self) -> int:
        """
        Live records.
        """
    @property
    def records_recovered(self) -> int:
        """
        Old records, found by recovery.
        """
    @property
    def rows(self) -> int:
        """
        Events kept.
        """

class Stream:
    """
    Batches of one table, one by one.
    """
    def close(self) -> None: ...
    def next_batch(self) -> Table: ...
    def stream_capsule(self) -> typing.Any: ...
    @property
    def summary(self) -> Summary | None: ...
    @property
    def table(self) -> str: ...

class Record:
    """
    One record, decoded when asked.
    """
    def json(self) -> str: ...
    def xml(self) -> str: ...
    @property
    def byte_offset(self) -> int: ...
    @property
    def channel(self) -> str: ...
    @property
    def computer(self) -> str: ...
    @property
    def decoded_by(self) -> str: ...
    @property
    def event_id(self) -> int | None: ...
    @property
    def filetime(self) -> int | None: ...
    @property
    def inferred(self) -> str: ...
    @property
    def keywords(self) -> int | None: ...
    @property
    def level(self) -> int | None: ...
    @property
    def origin(self) -> str: ...
    @property
    def provider(self) -> str: ...
    @property
    def record_id(self) -> int: ...
    @property
    def size(self) -> int: ...
    @property
    def source(self) -> str: ...
    @property
    def time(self) -> datetime.datetime | None: ...
    @property
    def version(self) -> int | None: ...

class Walk:
    """
    The records of one log.
    """
    def faults(self) -> list[tuple[str, str, int, int, str]]: ...
    def next_record(self) -> Record | None: ...
    @property
    def source(self) -> str: ...

class RecordValue:
    """
    One value of a template instance.
    """
    @property
    def index(self) -> int: ...
    @property
    def size(self) -> int: ...
    @property
    def template_number(self) -> int: ...
    @property
    def text(self) -> str: ...
    @property
    def type_name(self) -> str: ...

class RecordTemplate:
    """
    One template instance of a record.
    """
    @property
    def defined_here(self) -> bool: ...
    @property
    def definition_at(self) -> int: ...
    @property
    def guid(self) -> str: ...
    @property
    def id(self) -> int: ...

class RecordDetail:
    """
    One record in all its parts: bytes, templates, values, XML, row.
    """
    def _repr_html_(self) -> str: ...
    @property
    def byte_offset(self) -> int:
        """
        Of its first byte.
        """
    @property
    def bytes(self) -> bytes:
        """
        All of them.
        """
    @property
    def chunk_offset(self) -> int:
        """
        Of its chunk's first byte.
        """
    @property
    def damage(self) -> str | None:
        """
        What is wrong with it, or None.
        """
    @property
    def header_id(self) -> int:
        """
        The number in its header; exports renumber it.
        """
    @property
    def hidden_bytes(self) -> int:
        """
        Between the end of its content and its end.
        """
    @property
    def kept(self) -> bool:
        """
        Whether scan() makes a row of it.
        """
    @property
    def row(self) -> dict[str, str]:
        """
        Columns of table events that are not null, as text.
        """
    @property
    def size(self) -> int:
        """
        In bytes.
        """
    @property
    def source(self) -> str:
        """
        The log, as it was named.
        """
    @property
    def templates(self) -> list[RecordTemplate]:
        """
        Nested ones follow the one that holds them.
        """
    @property
    def time_written(self) -> datetime.datetime | None:
        """
        The time in its header, a datetime in UTC, or None.
        """
    @property
    def values(self) -> list[RecordValue]:
        """
        Of all templates.
        """
    @property
    def why_not(self) -> str:
        """
        Why not, where it does not.
        """
    @property
    def xml(self) -> str:
        """
        As Event Viewer shows it.
        """

class CatalogueField:
    """
    One value that an event records.
    """
    @property
    def column(self) -> str:
        """
        Of table events, or extra.
        """
    @property
    def first_version(self) -> int:
        """
        Of the event, that has it.
        """
    @property
    def last_version(self) -> int:
        """
        Of the versions known.
        """
    @property
    def meaning(self) -> str:
        """
        One line; may be empty.
        """
    @property
    def name(self) -> str:
        """
        As recorded, or a name of ours where values carry none.
        """
    @property
    def type(self) -> str:
        """
        As the manifest names it; ? where none was read.
        """

class CatalogueEntry:
    """
    One event, all its versions together.
    """
    def __repr__(self) -> str: ...
    def _repr_html_(self) -> str: ...
    @property
    def cannot_say(self) -> str:
        """
        What people read into it and it does not hold.
        """
    @property
    def confidence(self) -> str:
        """
        Where the list of fields comes from.
        """
    @property
    def event(self) -> str:
        """
        Its symbolic name, as in column event.
        """
    @property
    def event_group(self) -> str:
        """
        As in that column, or how it is found.
        """
    @property
    def event_id(self) -> int:
        """
        Its number.
        """
    @property
    def fields(self) -> list[CatalogueField]:
        """
        Of the newest version, then those that only older ones have.
        """
    @property
    def outcome(self) -> str:
        """
        As in that column, or how it is found.
        """
    @property
    def provider(self) -> str:
        """
        Who writes it.
        """
    @property
    def title(self) -> str:
        """
        What it says, one line.
        """
    @property
    def twin(self) -> int | None:
        """
        Its partner of audit and block, or of information and warning; None for none.
        """
    @property
    def vantage(self) -> str | None:
        """
        As in that column, or None.
        """
    @property
    def versions(self) -> list[int]:
        """
        Ascending.
        """
    @property
    def weakness(self) -> bool:
        """
        A warning about weak NTLM, not a block.
        """
    @property
    def written_by(self) -> str:
        """
        Which setting makes Windows write it.
        """

def carve(
    inputs: collections.abc.Iterable[typing.Any],
    events: str,
    since: typing.SupportsInt | typing.SupportsIndex | None,
    until: typing.SupportsInt | typing.SupportsIndex | None,
    strict: bool,
    threads: typing.SupportsInt | typing.SupportsIndex,
    on_progress: typing.Any,
    recovery: tuple[bool, bool, str],
    logs_folder: bytes,
) -> tuple[list[Table], Summary, list[bytes], int, int]: ...
def catalogue(event_id: typing.SupportsInt | typing.SupportsIndex | None) -> list[CatalogueEntry]: ...
def columns(table: str) -> list[tuple[str, str, str]]: ...
def fault_codes() -> list[str]: ...
def parse_time(text: str) -> int: ...
def records(input: typing.Any, recover: bool) -> Walk: ...
def scan(
    inputs: collections.abc.Iterable[typing.Any],
    events: str,
    since: typing.SupportsInt | typing.SupportsIndex | None,
    until: typing.SupportsInt | typing.SupportsIndex | None,
    strict: bool,
    threads: typing.SupportsInt | typing.SupportsIndex,
    on_progress: typing.Any,
    recovery: tuple[bool, bool, str],
) -> tuple[list[Table], Summary]: ...
def schema_capsule(table: str) -> typing.Any: ...
def show(input: typing.Any, offset: typing.SupportsInt | typing.SupportsIndex) -> RecordDetail: ...
def stream(
    table: str,
    inputs: collections.abc.Iterable[typing.Any],
    events: str,
    since: typing.SupportsInt | typing.SupportsIndex | None,
    until: typing.SupportsInt | typing.SupportsIndex | None,
    strict: bool,
    threads: typing.SupportsInt | typing.SupportsIndex,
    recovery: tuple[bool, bool, str],
) -> Stream: ...
def write_table(table: Table, path: bytes) -> None: ...
def write_tables(
    tables: collections.abc.Sequence[Table],
    path: bytes,
    format: str,
    spreadsheet_safe: bool,
    threads: typing.SupportsInt | typing.SupportsIndex,
) -> None: ...

SCHEMA_VERSION: str = "1"
__version__: str = "0.1.0"

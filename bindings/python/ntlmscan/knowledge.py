"""What is known before any log is read: the events and the columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from . import _core
from ._core import CatalogueEntry, CatalogueField
from ._inputs import whole_number
from .errors import ArgumentError

if TYPE_CHECKING:
    import pyarrow

    from .tables import TableName

__all__ = ["CatalogueEntry", "CatalogueField", "Column", "TableSchema", "catalogue", "schema"]


def catalogue(event_id: int | None = None) -> list[CatalogueEntry]:
    """The events that the scan knows, field by field.

    Args:
        event_id: only the events of that id, one per provider (0 to 65535); all when ``None``.

    Returns:
        Entries in the order of docs/events.md; in a notebook each shows its table.

    Raises:
        ArgumentError: an id out of range.

    >>> import ntlmscan
    >>> entry = ntlmscan.catalogue(8004)[0]
    >>> entry.event, entry.vantage, entry.fields[0].name, entry.fields[0].column
    ('ntlm_dc_member_audit', 'dc', 'SChannelName', 'via_name')
    """
    if event_id is not None and not 0 <= whole_number(event_id, "event_id") <= 0xFFFF:
        raise ArgumentError(f"catalogue: {event_id} is no event id")
    return _core.catalogue(event_id)


class Column(NamedTuple):
    """One column of a table.

    ``type`` is ``text*`` (dictionary-encoded text), ``text``, ``json`` (text that holds one object), ``int64``,
    ``int32``, ``bool`` or ``time`` (microseconds in UTC). Every column may be null.
    """

    name: str
    type: str
    meaning: str


class TableSchema(NamedTuple):
    """The columns of a table, by contract: later versions add columns and change none."""

    table: str
    version: str
    columns: tuple[Column, ...]

    def __arrow_c_schema__(self) -> object:
        """The schema as a capsule ``arrow_schema``."""
        return _core.schema_capsule(self.table)

    def to_arrow(self) -> pyarrow.Schema:
        """The schema for pyarrow; needs pyarrow."""
        import pyarrow

        return pyarrow.schema(self)

    def _repr_html_(self) -> str:
        from ._html import table

        return table(("column", "type", "meaning"), self.columns)


def schema(table: TableName = "events") -> TableSchema:
    """The columns of a table.

    Args:
        table: ``events``, ``files``, ``coverage`` or ``faults``.

    Raises:
        ArgumentError: there is no such table.

    >>> import ntlmscan
    >>> ntlmscan.schema("faults").columns[1]
    Column(name='byte_offset', type='int64', meaning='where the fault begins')
    """
    columns = tuple(Column(*column) for column in _core.columns(table))
    return TableSchema(table, _core.SCHEMA_VERSION, columns)

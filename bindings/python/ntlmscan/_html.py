"""Rich display in notebooks: small tables in which every text is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._core import CatalogueEntry, RecordDetail
    from .reading import Record
    from .scanning import ScanResult

# Characters that rewrite what stands around them: controls, marks of direction, separators of lines.
_OBEYED = {
    code: f"\\u{code:04x}"
    for code in (*range(0x20), *range(0x7F, 0xA0), 0x061C, *range(0x200B, 0x2010), *range(0x2028, 0x202F), 0x2060,
                 *range(0x2066, 0x206A), 0xFEFF)
}  # fmt: skip


def text(value: object) -> str:
    """`value` as text that neither markup nor characters of control can break out of."""
    return escape(str(value).translate(_OBEYED), quote=True)


def cells(values: Iterable[object], tag: str = "td") -> str:
    """One row of a table."""
    return "<tr>" + "".join(f'<{tag} style="text-align:left">{text(value)}</{tag}>' for value in values) + "</tr>"


def table(head: Iterable[object], rows: Iterable[Iterable[object]]) -> str:
    """A table with a head."""
    return f"<table><thead>{cells(head, 'th')}</thead><tbody>{''.join(map(cells, rows))}</tbody></table>"


def pairs(fields: Mapping[str, object]) -> str:
    """A table of names and values."""
    return f"<table><tbody>{''.join(cells(pair) for pair in fields.items())}</tbody></table>"


def result_html(result: ScanResult) -> str:
    """The totals of a scan, and how many rows each table has."""
    s = result.summary
    totals = {
        "files": f"{s.files:,} ({s.files_partial:,} read in part, {s.files_failed:,} not at all)",
        "bytes": f"{s.bytes:,}",
        "records": f"{s.records:,}" + (f" live, {s.records_recovered:,} recovered" if s.records_recovered else ""),
        "faults": f"{s.faults_lost:,} losses, {s.faults_other:,} other faults",
    }
    rows = [(one.name, f"{one.num_rows:,}", len(one.column_names)) for one in result.tables]
    return pairs(totals) + table(("table", "rows", "columns"), rows)


def record_html(record: Record) -> str:
    """System, then the payload by name."""
    fields: dict[str, object] = {
        "record": record.record_id,
        "event": record.event_id,
        "provider": record.provider,
        "time": record.time,
        "computer": record.computer,
        "channel": record.channel,
        "place": f"{record.source}@{record.byte_offset}",
    }
    return pairs(fields) + table(("field", "value"), record.data.items())


def detail_html(detail: RecordDetail) -> str:
    """Place, row and values of one record."""
    place: dict[str, object] = {
        "place": f"{detail.source}@{detail.byte_offset}",
        "size": detail.size,
        "kept": "yes" if detail.kept else f"no: {detail.why_not}",
    }
    if detail.damage is not None:
        place["damage"] = detail.damage
    values = ((one.template_number, one.index, one.type_name, one.size, one.text) for one in detail.values)
    return (
        pairs(place)
        + table(("column", "value"), detail.row.items())
        + table(("template", "index", "type", "bytes", "value"), values)
    )


def entry_html(entry: CatalogueEntry) -> str:
    """What one event says, and its fields."""
    about: dict[str, object] = {
        "event": f"{entry.event_id} {entry.event}",
        "provider": entry.provider,
        "says": entry.title,
        "cannot say": entry.cannot_say,
        "written by": entry.written_by,
        "group": entry.event_group,
        "vantage": entry.vantage or "",
        "outcome": entry.outcome,
        "confidence": entry.confidence,
    }
    fields = ((one.name, one.type, one.column, one.meaning) for one in entry.fields)
    return pairs(about) + table(("field", "type", "column", "meaning"), fields)

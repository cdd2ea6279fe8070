"""Rich display in notebooks: small tables in which every text is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
        "records": f"{s.records:,}",
        "faults": f"{s.faults_lost:,} losses, {s.faults_other:,} notes",
    }
    rows = [(one.name, f"{one.num_rows:,}", len(one.column_names)) for one in result.tables]
    return pairs(totals) + table(("table", "rows", "columns"), rows)

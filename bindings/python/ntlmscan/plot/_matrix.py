"""Who meets whom, and how often: two columns of names against each other."""

from __future__ import annotations

import math
from typing import Any

from . import _figure as look
from ._columns import Counts, found_by, total_by, unit_of
from ._text import amount, counted, hover, label

_CELL, _OTHERS = 22, object()
_NARROW = 208


def matrix(
    data: object,
    *,
    rows: str = "user_name",
    columns_by: str = "computer",
    weight: str | None = None,
    top: int = 15,
    theme: look.ThemeName = "light",
    title: str | None = None,
) -> Any:
    """A heat map of two columns of names, by default accounts against the computers that recorded them.

    Colour goes by powers of ten. An empty cell means that no row has that pair, not that the two never met.

    Args:
        data: the result of a scan (its ``events`` are read), or anything with ``__arrow_c_stream__``.
        rows: the column of names from top to bottom.
        columns_by: the column of names from left to right.
        weight: a column of numbers to add up; rows are counted when ``None``.
        top: how many names of each side stand alone; the others share one row or column. More than 25 need a
            wide screen.
        theme: ``"light"`` or ``"dark"``.
        title: instead of the usual one; shown letter by letter.

    Returns:
        A plotly Figure.

    Raises:
        ImportError: plotly or pyarrow is missing.
        TypeError, ValueError: no table, no such column, ``top`` less than 1.

    >>> import ntlmscan, ntlmscan.plot
    >>> len(ntlmscan.plot.matrix(ntlmscan.scan(LOG), rows="event_id", columns_by="channel").data)
    1
    """
    colours = look.opened(theme, top)
    keys = [rows, columns_by]
    found = _counted(data, keys, weight)
    heading = look.heading(title, f"{label(rows)} by {label(columns_by)}")
    if not found:
        return look.no_rows(colours, heading)
    return _drawn(colours, heading, found, keys, top, unit_of(weight))


def _counted(data: object, keys: list[str], weight: str | None) -> Counts:
    if keys[0] != keys[1]:
        return found_by(data, keys, weight)
    return {(name, name): number for (name,), number in found_by(data, keys[:1], weight).items()}


def _drawn(colours: look.Theme, heading: str, found: Counts, keys: list[str], top: int, unit: str) -> Any:
    totals = [total_by(found, part) for part in (0, 1)]
    shown = [_shown(sums, top) for sums in totals]
    cells = _folded(found, shown)
    notes = [
        f"{min(len(sums), top):,} of {len(sums):,} names of {label(key)}; the others share one line"
        for sums, key in zip(totals, keys, strict=True)
        if len(sums) > top
    ]
    notes.append(f"{amount(sum(found.values()), unit)}. Empty: no such row.")
    side, across = ([_label(name, sums, top) for name in names] for names, sums in zip(shown, totals, strict=True))
    figure = look.figure(colours, heading, notes, _CELL * len(side) + 4, 14 + 7 * max(map(len, across)))
    figure.add_heatmap(**_heat(cells, shown, totals, unit), colorscale=look.scale(colours), xgap=1, ygap=1,
                       hovertemplate="%{text}<extra></extra>", hoverongaps=False,
                       colorbar=_bar(colours, max(cells.values())), zmin=0)  # fmt: skip
    figure.update_layout(
        xaxis=look.names_axis(
            colours, across, tickangle=-90, tickfont={"size": max(8, min(11, _NARROW // len(across)))}
        ),
        yaxis=look.names_axis(colours, side) | {"range": [len(side) - 0.5, -0.5]},
    )
    return figure


def _shown(sums: dict[object, int], top: int) -> list[object]:
    names = list(sums)
    return [*names[:top], _OTHERS] if len(names) > top else names


def _label(name: object, sums: dict[object, int], top: int) -> str:
    return f"<i>others ({len(sums) - top:,})</i>" if name is _OTHERS else label(name, 17)


def _folded(found: Counts, shown: list[list[object]]) -> dict[tuple[int, int], int]:
    """The numbers by position, those of the names left over in the last row or column."""
    places = [{name: at for at, name in enumerate(names)} for names in shown]
    cells: dict[tuple[int, int], int] = {}
    for (row, column), number in found.items():
        place = places[0].get(row, len(shown[0]) - 1), places[1].get(column, len(shown[1]) - 1)
        cells[place] = cells.get(place, 0) + number
    return cells


def _heat(
    cells: dict[tuple[int, int], int], shown: list[list[object]], totals: list[dict[object, int]], unit: str
) -> dict[str, object]:
    size = [len(names) for names in shown]
    heat: list[list[float | None]] = [[None] * size[1] for _ in range(size[0])]
    texts = [[""] * size[1] for _ in range(size[0])]
    named = [[_named(name, names, sums) for name in names] for names, sums in zip(shown, totals, strict=True)]
    for (row, column), number in cells.items():
        heat[row][column] = math.log10(number)
        texts[row][column] = f"{named[0][row]}<br>{named[1][column]}<br>{amount(number, unit)}"
    return {"z": heat, "text": texts, "x": list(range(size[1])), "y": list(range(size[0]))}


def _named(name: object, names: list[object], sums: dict[object, int]) -> str:
    return f"others ({counted(len(sums) - len(names) + 1, 'name')})" if name is _OTHERS else hover(name)


def _bar(colours: look.Theme, largest: int) -> dict[str, object]:
    powers = list(range(max(1, math.ceil(math.log10(largest + 1)))))
    texts = [f"{10**power:,}" if power < 4 else f"10<sup>{power}</sup>" for power in powers]
    return {
        "tickvals": powers,
        "ticktext": texts,
        "thickness": 8,
        "len": 1,
        "outlinewidth": 0,
        "x": 1.01,
        "xpad": 2,
        "ypad": 0,
        "tickfont": {"size": 10, "color": colours.muted},
    }

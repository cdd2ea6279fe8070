"""Names side by side, each bar cut into the parts that make it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from . import _figure as look
from ._columns import Counts, found_by, total_by, unit_of
from ._text import amount, counted, hover, label

_BAR_HEIGHT, _OTHERS = 26, object()


def bars(
    data: object,
    *,
    by: str = "computer",
    stack: str | None = None,
    weight: str | None = None,
    names: Sequence[str] = (),
    parts: Sequence[str] = (),
    top: int = 20,
    theme: look.ThemeName = "light",
    title: str | None = None,
) -> Any:
    """Bars of the largest names, each made of the parts of a second column.

    Args:
        data: the result of a scan (its ``events`` are read), or anything with ``__arrow_c_stream__``.
        by: the column of names; null is shown as *not recorded*.
        stack: the column of parts; one colour for all when ``None``.
        weight: a column of numbers to add up; rows are counted when ``None``.
        names: the names in the order of their bars, where they are not to be ranked by size. They may overlap then, so
            no total is stated.
        parts: parts that have the first colours, in this order, whether they occur or not; others follow by size.
        top: how many names have a bar of their own.
        theme: ``"light"`` or ``"dark"``.
        title: instead of the usual one; shown letter by letter.

    Returns:
        A plotly Figure.

    Raises:
        ImportError: plotly or pyarrow is missing.
        TypeError, ValueError: no table, no such column, ``top`` less than 1.

    >>> import ntlmscan, ntlmscan.plot
    >>> figure = ntlmscan.plot.bars(ntlmscan.scan(LOG), by="event_group", stack="outcome")
    >>> figure.layout.barmode, {trace.type for trace in figure.data}
    ('stack', {'bar'})
    """
    colours = look.opened(theme, top)
    keys = list(dict.fromkeys([by, *([] if stack is None else [stack])]))
    found: Counts = {
        (key[0], key[-1] if stack is not None else None): number for key, number in found_by(data, keys, weight).items()
    }
    unit = unit_of(weight)
    heading = look.heading(title, f"{unit.capitalize()} by {label(by)}")
    if not found:
        return look.no_rows(colours, heading)
    folded = _folded(found, list(names) or list(total_by(found, 0)), top)
    notes = [] if names else [f"{amount(sum(found.values()), unit)}."]
    if _OTHERS in folded:
        notes.append(f"The first {counted(top, 'name')} have a bar; the others share the last.")
    return _drawn(colours, (heading, notes), folded, _ordered(found, parts), (unit, stack is not None))


def _ordered(found: Counts, parts: Sequence[str]) -> list[object]:
    present = list(total_by(found, 1))
    return [*parts, *(part for part in present if part not in parts)]


def _folded(found: Counts, names: Sequence[object], top: int) -> dict[object, dict[object, int]]:
    """Parts of each name; the names left over together."""
    out: dict[object, dict[object, int]] = {name: {} for name in names[:top]}
    if len(names) > top:
        out[_OTHERS] = {}
    for (name, part), number in found.items():
        held = out[name if name in out else _OTHERS]
        held[part] = held.get(part, 0) + number
    return out


def _drawn(
    colours: look.Theme,
    words: tuple[str, list[str]],
    found: dict[object, dict[object, int]],
    parts: list[object],
    measured: tuple[str, bool],
) -> Any:
    unit, stacked = measured
    names = [label(part) for part in parts] if stacked else []
    figure = look.figure(colours, *words, _BAR_HEIGHT * len(found) + 16, look.legend_room(names or [""]))
    at = list(range(len(found)))
    series = look.colours(colours, len(parts))
    for number, part in enumerate(parts):
        values = [held.get(part, 0) for held in found.values()]
        pattern = look.PATTERNS[number % len(look.PATTERNS)] if stacked else ""
        figure.add_bar(
            x=[value or None for value in values], y=at, orientation="h", name=label(part),
            customdata=[_told(name, part, value, (unit, stacked)) for name, value in zip(found, values, strict=True)],
            hovertemplate="%{customdata}<extra></extra>", marker=look.patterned(colours, series[number], pattern),
        )  # fmt: skip
    largest = max(sum(held.values()) for held in found.values())
    figure.update_layout(
        barmode="stack",
        showlegend=stacked,
        bargap=0.3,
        xaxis=look.number_axis(colours, largest),
        yaxis=look.names_axis(colours, ["<i>others</i>" if name is _OTHERS else label(name) for name in found])
        | {"range": [len(found) - 0.5, -0.5]},
    )
    return figure


def _told(name: object, part: object, value: int, measured: tuple[str, bool]) -> str:
    unit, stacked = measured
    head = "others" if name is _OTHERS else hover(name)
    return f"{head}<br>{hover(part)}: {amount(value, unit)}" if stacked else f"{head}<br>{amount(value, unit)}"

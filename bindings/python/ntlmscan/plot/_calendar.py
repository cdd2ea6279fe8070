"""When in the week, or in the day of each name: hours against weekdays or names, unknown hours marked."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from . import _figure as look
from ._columns import DAY, HOUR, Counts, counts, total_by, unit_of
from ._covered import channels_of, dated_rows, known_spans
from ._needs import needed
from ._text import amount, counted, hover, label

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_A_THURSDAY = 3  # 1970-01-01, with Monday as 0
_HOURS, _CELL, _OTHERS = 24, 22, object()
_UNKNOWN = "no such hour is known"


def calendar(
    data: object,
    *,
    by: str | None = None,
    time: str = "time",
    weight: str | None = None,
    coverage: object | None = None,
    top: int = 15,
    theme: look.ThemeName = "light",
    title: str | None = None,
) -> Any:
    """A heat map of hours of the day, UTC, against weekdays; or against names, which shows when jobs of theirs run.

    With coverage a cell is the mean of its known hours, and one of which no hour is known is crossed, not zero.
    Against names each row is coloured by its own largest hour: rows tell when, not how much.

    Args:
        data: the result of a scan (its ``events`` are read), or anything with ``__arrow_c_stream__``.
        by: a column of names; weekdays when ``None``.
        time: the column of times.
        weight: a column of numbers to add up; rows are counted when ``None``.
        coverage: the table ``coverage`` of a scan, or its result; taken from ``data`` where that is the result of a
            scan. Only the channels of the rows count, where they have a column ``channel``.
        top: how many names have a row; the others share one.
        theme: ``"light"`` or ``"dark"``.
        title: instead of the usual one; shown letter by letter.

    Returns:
        A plotly Figure.

    Raises:
        ImportError: plotly or pyarrow is missing.
        TypeError, ValueError: no table, no such column, ``top`` less than 1.

    >>> import ntlmscan, ntlmscan.plot
    >>> [len(row) for row in ntlmscan.plot.calendar(ntlmscan.scan(LOG)).data[0].z][:2]
    [24, 24]
    """
    colours = look.opened(theme, top)
    table, coverage, notes = dated_rows(data, by, time, weight, coverage)
    unit = unit_of(weight)
    heading = look.heading(title, f"{unit.capitalize()} by hour{'' if by is None else f' and {label(by)}'}")
    if table.num_rows == 0:
        return look.no_rows(colours, heading)
    known = None if coverage is None else _known(coverage, channels_of(table), table[time])
    found = _counted(table, time, by, weight)
    if not found:
        return look.no_rows(colours, heading)
    shown = _Week(found, known, unit) if by is None else _Names(*_folded(found, top), known, unit)
    return _drawn(colours, heading, [*notes, *shown.notes()], shown)


def _known(coverage: object, channels: set[str] | None, times: Any) -> Counter[tuple[int, int]]:
    """How many hours of each weekday and hour of the day are known: to some log, or because a row stands in it."""
    hours = {one // HOUR for one in needed("pyarrow.compute").unique(times).to_pylist()}
    for spans in known_spans(coverage, channels).values():
        for begin, end in spans:
            hours.update(range(begin // HOUR, -(-end // HOUR)))
    return Counter((_weekday(hour * HOUR), hour % _HOURS) for hour in hours)


def _weekday(seconds: int) -> int:
    return (seconds // DAY + _A_THURSDAY) % len(_DAYS)


def _counted(table: Any, time: str, by: str | None, weight: str | None) -> Counts:
    """Numbers by weekday or name, and hour of the day."""
    pa, compute = needed("pyarrow"), needed("pyarrow.compute")
    hours = compute.divide(table[time], HOUR)
    numbers = {} if weight is None else {"number": table[weight]}
    names = hours if by is None else table[by]
    picked = pa.table({"name": names, "hour": hours, **numbers})
    found = counts(picked, ["name", "hour"], None if weight is None else "number")
    summed: Counts = {}
    for (name, hour), number in found.items():
        if isinstance(hour, int) and number > 0:
            key = (_weekday(hour * HOUR) if by is None else name, hour % _HOURS)
            summed[key] = summed.get(key, 0) + number
    return summed


def _folded(found: Counts, top: int) -> tuple[Counts, list[object], int]:
    """The numbers with those of the names left over together, the names in the order of their rows, and of how many."""
    names = list(total_by(found, 0))
    rows: list[object] = names if len(names) <= top else [*names[:top], _OTHERS]
    kept = set(names[:top])
    out: Counts = {}
    for (name, hour), number in found.items():
        key = (name if name in kept else _OTHERS, hour)
        out[key] = out.get(key, 0) + number
    return out, rows, len(names)


@dataclass(frozen=True)
class _Week:
    """Seven rows, each cell the mean of its known hours, or the sum where nobody said which are known."""

    found: Counts
    known: Counter[tuple[int, int]] | None
    unit: str

    def rows(self) -> list[object]:
        return list(range(len(_DAYS)))

    def label(self, row: object) -> str:
        return _DAYS[int(str(row))][:3]

    def notes(self) -> list[str]:
        if self.known is None:
            return ["Sums; no coverage was given: an empty hour is unknown, not zero. UTC."]
        return [f"Mean {label(self.unit)} in one such hour, of those that are known. UTC."]

    def number(self, row: object, hour: int) -> int:
        return self.found.get((row, hour), 0)

    def value(self, row: object, hour: int) -> float | None:
        if self.known is None:
            return self.number(row, hour) or None
        known = self.known[int(str(row)), hour]
        return self.number(row, hour) / known if known else None

    def text(self, row: object, hour: int) -> str:
        day, number = int(str(row)), amount(self.number(row, hour), self.unit)
        told = f"{_DAYS[day]}, {hour:02}:00 to {hour + 1:02}:00 UTC<br>{number}"
        return told if self.known is None else f"{told}<br>in {counted(self.known[day, hour], 'known hour')}"


@dataclass(frozen=True)
class _Names:
    """A row for each name, coloured by its own largest hour."""

    found: Counts
    names: list[object]
    of: int
    known: Counter[tuple[int, int]] | None
    unit: str

    def rows(self) -> list[object]:
        return self.names

    def label(self, row: object) -> str:
        return "<i>others</i>" if row is _OTHERS else label(row, 26)

    def notes(self) -> list[str]:
        note = "Each row by its own largest hour: when, not how much. UTC."
        if _OTHERS in self.names:
            note += f" The first {len(self.names) - 1:,} of {self.of:,} names; the others share a row."
        return [note]

    def number(self, row: object, hour: int) -> int:
        return self.found.get((row, hour), 0)

    def value(self, row: object, hour: int) -> float | None:
        if self.known is not None and not any(self.known[day, hour] for day in range(len(_DAYS))):
            return None
        largest = max(self.number(row, at) for at in range(_HOURS))
        return self.number(row, hour) / largest

    def text(self, row: object, hour: int) -> str:
        name = "others" if row is _OTHERS else hover(row)
        return f"{name}<br>{hour:02}:00 to {hour + 1:02}:00 UTC<br>{amount(self.number(row, hour), self.unit)}"


def _drawn(colours: look.Theme, heading: str, notes: list[str], shown: _Week | _Names) -> Any:
    rows, hours = shown.rows(), range(_HOURS)
    values = [[shown.value(row, hour) for hour in hours] for row in rows]
    figure = look.figure(colours, heading, notes, _CELL * len(rows) + 4, look.legend_room([_UNKNOWN]))
    figure.add_heatmap(
        x=list(hours), y=list(range(len(rows))), z=values, zmin=0, colorscale=look.scale(colours), xgap=1, ygap=1,
        text=[[shown.text(row, hour) for hour in hours] for row in rows], hovertemplate="%{text}<extra></extra>",
        hoverongaps=False, showscale=isinstance(shown, _Week), colorbar=_bar(colours),
    )  # fmt: skip
    crosses = [(hour, at) for at, row in enumerate(values) for hour, value in enumerate(row) if value is None]
    if shown.known is not None:
        nothing: list[Any] = [None]
        figure.add_scatter(
            x=[hour for hour, _ in crosses] or nothing, y=[at for _, at in crosses] or nothing, mode="markers",
            name=_UNKNOWN, hoverinfo="skip",
            marker={"symbol": "x-thin", "size": 7, "color": colours.muted,
                    "line": {"width": 1.5, "color": colours.muted}},
        )  # fmt: skip
    figure.update_layout(
        xaxis=look.axis(colours, tickmode="array", tickvals=list(range(0, _HOURS, 6)), range=[-0.5, _HOURS - 0.5],
                        ticktext=[f"{hour:02}:00" for hour in range(0, _HOURS, 6)], showgrid=False, tickangle=0),
        yaxis=look.names_axis(colours, [shown.label(row) for row in rows]) | {"range": [len(rows) - 0.5, -0.5]},
        showlegend=shown.known is not None,
    )  # fmt: skip
    return figure


def _bar(colours: look.Theme) -> dict[str, object]:
    return {"thickness": 8, "len": 1, "outlinewidth": 0, "x": 1.01, "xpad": 2, "ypad": 0, "nticks": 4,
            "tickfont": {"size": 10, "color": colours.muted}}  # fmt: skip

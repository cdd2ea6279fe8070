"""How few names make most of the rows: bars by size, and the share of the whole so far."""

from __future__ import annotations

from typing import Any

from . import _figure as look
from ._columns import found_by, total_by, unit_of
from ._text import amount, counted, hover, label

_BAR_HEIGHT = 22


def pareto(
    data: object,
    *,
    by: str = "computer",
    weight: str | None = None,
    top: int = 25,
    theme: look.ThemeName = "light",
    title: str | None = None,
) -> Any:
    """Bars of the largest names, the share that they make together, and one bar for all others.

    Args:
        data: the result of a scan (its ``events`` are read), or anything with ``__arrow_c_stream__``: a table of a
            scan, a pyarrow, polars, pandas or duckdb table, the result of an analysis.
        by: the column of names. Null is shown as *not recorded*, a name of its own.
        weight: a column of numbers to add up; rows are counted when ``None``.
        top: how many names have a bar of their own.
        theme: ``"light"`` or ``"dark"``.
        title: instead of the usual one; shown letter by letter.

    Returns:
        A plotly Figure.

    Raises:
        ImportError: plotly or pyarrow is missing.
        TypeError, ValueError: no table, no such column, ``top`` less than 1.

    >>> import ntlmscan, ntlmscan.plot
    >>> figure = ntlmscan.plot.pareto(ntlmscan.scan(LOG), by="user_name", top=10)
    >>> [trace.type for trace in figure.data]
    ['bar', 'scatter']
    """
    colours = look.opened(theme, top)
    unit = unit_of(weight)
    sums = total_by(found_by(data, [by], weight), 0)
    heading = look.heading(title, f"{unit.capitalize()} by {label(by)}")
    if not sums:
        return look.no_rows(colours, heading)
    bars = _bars(sums, top)
    figure = look.figure(
        colours,
        heading,
        _notes(sums, top, unit),
        _BAR_HEIGHT * len(bars) + 20,
        look.legend_room(["share so far", unit]),
    )
    _draw(figure, colours, bars, sum(sums.values()), unit)
    return figure


def _bars(sums: dict[object, int], top: int) -> list[tuple[str, str, int]]:
    """(label, hover, number) of each bar, the others last."""
    names = list(sums)
    bars = [(label(name), hover(name), sums[name]) for name in names[:top]]
    if rest := names[top:]:
        text = f"others ({counted(len(rest), 'name')})"
        bars.append((f"<i>{text}</i>", text, sum(sums[name] for name in rest)))
    return bars


def _notes(sums: dict[object, int], top: int, unit: str) -> list[str]:
    whole, so_far, enough = sum(sums.values()), 0, 0
    for number in sums.values():
        if so_far >= 0.8 * whole:
            break
        so_far, enough = so_far + number, enough + 1
    notes = [f"{counted(enough, 'name')} of {len(sums):,}: {so_far / whole:.0%} of {amount(whole, unit)}"]
    if len(sums) > top:
        notes.append(f"The {top:,} largest have a bar; the others share the last.")
    return notes


def _draw(figure: Any, colours: look.Theme, bars: list[tuple[str, str, int]], whole: int, unit: str) -> None:
    at = list(range(len(bars)))
    shares, so_far = [], 0
    for _, _, number in bars:
        so_far += number
        shares.append(100 * so_far / whole)
    texts = [f"{name}<br>{amount(number, unit)}, {number / whole:.1%}<br>with those above {share:.1f}%"
             for (_, name, number), share in zip(bars, shares, strict=True)]  # fmt: skip
    others = [bar[0].startswith("<i>others (") for bar in bars]
    figure.add_bar(x=[number for _, _, number in bars], y=at, orientation="h", customdata=texts, name=label(unit),
                   hovertemplate="%{customdata}<extra></extra>",
                   marker={"color": [colours.rest if other else colours.series[0] for other in others]})  # fmt: skip
    figure.add_scatter(x=shares, y=at, xaxis="x2", mode="lines+markers", customdata=texts, name="share so far",
                       hovertemplate="%{customdata}<extra></extra>", line={"color": colours.series[1], "width": 2},
                       marker={"size": 6, "color": colours.series[1], "symbol": "diamond"})  # fmt: skip
    figure.update_layout(
        yaxis=look.names_axis(colours, [name for name, _, _ in bars]) | {"range": [len(bars) - 0.5, -0.5]},
        xaxis=look.number_axis(colours, max(number for _, _, number in bars)),
        xaxis2=look.axis(colours, overlaying="x", side="top", range=[0, 104], tickvals=[0, 50, 100],
                         ticktext=["0%", "50%", "100%"], showgrid=False),
        bargap=0.25,
    )  # fmt: skip

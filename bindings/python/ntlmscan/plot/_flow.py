"""From whom to whom: columns of names as levels from left to right, the rows between them as bands."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from . import _figure as look
from ._columns import Counts, found_by, total_by, unit_of
from ._text import amount, hover, label

_NODE, _LEAST = 34, 220
_OTHERS = object()


def flow(
    data: object,
    *,
    levels: Sequence[str] = ("client_name", "computer"),
    weight: str | None = None,
    top: int = 15,
    theme: look.ThemeName = "light",
    title: str | None = None,
) -> Any:
    """Bands between the names of neighbouring levels, by default from clients to the computers that recorded them.

    Args:
        data: the result of a scan (its ``events`` are read), or anything with ``__arrow_c_stream__``.
        levels: two columns of names or more, from left to right.
        weight: a column of numbers to add up; rows are counted when ``None``.
        top: how many names of each level stand alone; the others of a level share one.
        theme: ``"light"`` or ``"dark"``.
        title: instead of the usual one; shown letter by letter.

    Returns:
        A plotly Figure.

    Raises:
        ImportError: plotly or pyarrow is missing.
        TypeError, ValueError: no table, no such column, fewer than two levels, ``top`` less than 1.

    >>> import ntlmscan, ntlmscan.plot
    >>> ntlmscan.plot.flow(ntlmscan.scan(LOG), levels=("event_group", "channel")).data[0].type
    'sankey'
    """
    colours = look.opened(theme, top)
    if len(levels) < 2 or len(set(levels)) < len(levels):
        raise ValueError("levels: two different columns or more")
    found = found_by(data, list(levels), weight)
    unit = unit_of(weight)
    heading = look.heading(title, f"{unit.capitalize()} from {label(levels[0])} to {label(levels[-1])}")
    if not found:
        return look.no_rows(colours, heading)
    totals = [total_by(found, part) for part in range(len(levels))]
    shown = [list(sums)[:top] for sums in totals]
    notes = [f"{amount(sum(found.values()), unit)}. Widths go by number."]
    notes += [
        f"{len(names)} of {len(sums):,} names of {label(level)}; the others share one."
        for level, names, sums in zip(levels, shown, totals, strict=True)
        if len(sums) > len(names)
    ]
    return _drawn(colours, heading, notes, _folded(found, shown), totals, unit)


_Key = tuple[object, ...]


def _folded(found: Counts, shown: list[list[object]]) -> dict[_Key, int]:
    known = [set(names) for names in shown]
    out: dict[_Key, int] = {}
    for key, number in found.items():
        folded = tuple(name if name in known[level] else _OTHERS for level, name in enumerate(key))
        out[folded] = out.get(folded, 0) + number
    return out


def _drawn(
    colours: look.Theme,
    heading: str,
    notes: list[str],
    found: dict[_Key, int],
    totals: list[dict[object, int]],
    unit: str,
) -> Any:
    depth = len(totals)
    nodes: dict[tuple[int, object], int] = {}
    links: dict[tuple[int, int], int] = {}
    for key, number in sorted(found.items(), key=lambda item: (-item[1], str(item[0]))):
        at = [nodes.setdefault((level, name), len(nodes)) for level, name in enumerate(key)]
        for one, other in pairwise(at):
            links[one, other] = links.get((one, other), 0) + number
    tallest = max(sum(1 for level, _ in nodes if level == which) for which in range(depth))
    figure = look.figure(colours, heading, notes, max(_LEAST, _NODE * tallest), 24)
    series = look.colours(colours, depth)
    full = ["others" if name is _OTHERS else hover(name) for _, name in nodes]
    sums = [sum(number for (one, other), number in links.items() if at in (one, other)) for at in range(len(nodes))]
    inner = {at for (level, _), at in nodes.items() if 0 < level < depth - 1}
    figure.add_sankey(
        arrangement="fixed" if depth == 2 else "snap",
        node={
            "label": ["<i>others</i>" if name is _OTHERS else label(name, 17) for _, name in nodes],
            "color": [colours.rest if name is _OTHERS else series[level] for level, name in nodes],
            "customdata": [
                f"{name}<br>{amount(sums[at] // (2 if at in inner else 1), unit)}" for at, name in enumerate(full)
            ],
            "hovertemplate": "%{customdata}<extra></extra>",
            "line": {"width": 0},
            "pad": 17,
            "thickness": 12,
        },
        link={
            "source": [one for one, _ in links],
            "target": [other for _, other in links],
            "value": list(links.values()),
            "customdata": [
                f"{full[one]}<br>to {full[other]}<br>{amount(number, unit)}" for (one, other), number in links.items()
            ],
            "hovertemplate": "%{customdata}<extra></extra>",
            "color": [colours.grid] * len(links),
        },
        textfont={"color": colours.ink, "size": 11},
    )  # fmt: skip
    return figure

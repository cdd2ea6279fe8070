"""How much, when: stacked bars over time, with the hours that the logs do not know marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from . import _figure as look
from ._columns import Counts, counts, total_by, unit_of
from ._covered import Span, channels_of, dated_rows, known_spans, seconds_by_bin, window
from ._needs import needed
from ._text import amount, counted, hover, label
from ._time_bins import Bins, Step, bins

_HEIGHT, _BIN = 300, "bin of the figure"
_OTHERS = object()


def trend(
    data: object,
    *,
    by: str | None = "event_group",
    time: str = "time",
    weight: str | None = None,
    coverage: object | None = None,
    step: Step | None = None,
    top: int = 6,
    theme: look.ThemeName = "light",
    title: str | None = None,
) -> Any:
    """Rows by hour, day, week or month, stacked by a column, over a ribbon of how much of the time is known.

    Time in which no log knows anything is hatched: there the number is unknown, not zero. Where no coverage is given,
    the figure says that nobody can tell. A scan's rows are records, not authentications; one logon may write several.

    Args:
        data: the result of a scan (its ``events`` are read), or anything with ``__arrow_c_stream__``.
        by: the column to stack by; ``None`` for one series.
        time: the column of times or days.
        weight: a column of numbers to add up; rows are counted when ``None``.
        coverage: the table ``coverage`` of a scan, or its result; taken from ``data`` where that is the result of a
            scan. Only the channels of the rows count, where they have a column ``channel``.
        step: ``"hour"``, ``"day"``, ``"week"`` or ``"month"`` (28 days); by the length of the window when ``None``.
        top: how many names have a series; the others share one.
        theme: ``"light"`` or ``"dark"``.
        title: instead of the usual one; shown letter by letter.

    Returns:
        A plotly Figure.

    Raises:
        ImportError: plotly or pyarrow is missing.
        TypeError, ValueError: no table, no such column or step, ``top`` less than 1.

    >>> import ntlmscan, ntlmscan.plot
    >>> ntlmscan.plot.trend(ntlmscan.scan(LOG), by="event", step="day").layout.barmode
    'stack'
    """
    colours = look.opened(theme, top)
    table, coverage, notes = dated_rows(data, by, time, weight, coverage)
    known = None if coverage is None else list(known_spans(coverage, channels_of(table)).values())
    heading = look.heading(title, f"{unit_of(weight).capitalize()}{'' if by is None else f' by {label(by)}'} over time")
    whole = _window(table[time], known)
    if whole is None:
        return look.empty(colours, heading, notes, "No rows, and no hour of any log is known.")
    over = bins(whole[0], whole[1] - 1, step)
    shown = _Trend(over, _counted(table, time, by, weight, over), by is not None, unit_of(weight), top)
    return _drawn(colours, heading, notes, shown, known)


def _window(times: Any, known: list[list[Span]] | None) -> Span | None:
    ends = [] if (covered := window(known or [])) is None else [covered]
    if len(times):
        extremes = needed("pyarrow.compute").min_max(times).as_py()
        ends.append((extremes["min"], extremes["max"] + 1))
    return (min(begin for begin, _ in ends), max(end for _, end in ends)) if ends else None


@dataclass(frozen=True)
class _Trend:
    """Numbers by bin and name."""

    bins: Bins
    numbers: Counts
    named: bool
    unit: str
    top: int

    def series(self) -> dict[object, list[int]]:
        """Numbers of each name by bin, the largest name first, the others last."""
        names = list(total_by(self.numbers, 1))
        out = {name: [0] * self.bins.count for name in names[: self.top]}
        if len(names) > self.top:
            out[_OTHERS] = [0] * self.bins.count
        for (at, name), number in self.numbers.items():
            if isinstance(at, int):
                out[name if name in out else _OTHERS][at] += number
        return out

    def short(self, name: object) -> str:
        """A name for the legend."""
        if name is _OTHERS:
            return f"<i>others ({self.rest():,})</i>"
        return label(name, 28) if self.named else label(self.unit)

    def rest(self) -> int:
        """How many names share the last series."""
        return len(total_by(self.numbers, 1)) - self.top


def _counted(table: Any, time: str, by: str | None, weight: str | None, over: Bins) -> Counts:
    pa, compute = needed("pyarrow"), needed("pyarrow.compute")
    place = compute.divide(compute.subtract(table[time], over.start), over.step)
    names = table[by] if by is not None else pa.nulls(table.num_rows, pa.string())
    numbers = {} if weight is None else {"number": table[weight]}
    picked = pa.table({"place": place, "name": names, **numbers})
    return counts(picked, ["place", "name"], None if weight is None else "number")


def _drawn(colours: look.Theme, heading: str, notes: list[str], shown: _Trend, known: list[list[Span]] | None) -> Any:
    series = shown.series()
    if _OTHERS in series:
        notes = [*notes, f"The {shown.top:,} largest names have a colour; {shown.rest():,} others share one."]
    about = "Hatched: no log knows that time; unknown, not zero." if known else (
        "No coverage was given: an empty bin is unknown, not zero.")  # fmt: skip
    names = [shown.short(name) for name in series] + (["time known", "not known"] if known else [])
    figure = look.figure(colours, heading, [*notes, about], _HEIGHT, look.legend_room(names))
    for at, (name, numbers) in enumerate(series.items()):
        _add_series(figure, colours, shown, at, name, numbers)
    if not series:
        _add_nothing(figure, colours, shown.bins)
    floor = 0.0
    if known:
        floor = 0.2
        _add_ribbon(figure, colours, shown.bins, known)
    figure.update_layout(
        barmode="stack",
        bargap=0,
        showlegend=True,
        xaxis=look.axis(colours, type="date", range=shown.bins.limits, showgrid=False, nticks=5, anchor="free",
                        position=0),
        yaxis=look.number_axis(colours, max(map(sum, zip(*series.values(), strict=True)), default=0), domain=[floor, 1],
                               title={"text": f"{label(shown.unit)} in one {shown.bins.phrase}", "standoff": 6}),
    )  # fmt: skip
    return figure


def _add_series(figure: Any, colours: look.Theme, shown: _Trend, at: int, name: object, numbers: list[int]) -> None:
    others = name is _OTHERS
    full = "others" if others else hover(name) if shown.named else label(shown.unit)
    colour = colours.rest if others else look.colours(colours, at + 1)[at]
    pattern = "" if others else look.PATTERNS[at % len(look.PATTERNS)]
    figure.add_bar(
        x=shown.bins.centres,
        y=[number or None for number in numbers],
        width=shown.bins.step * 920,
        name=shown.short(name),
        customdata=[
            f"{shown.bins.name(at)}<br>{full}<br>{amount(number, shown.unit)}" for at, number in enumerate(numbers)
        ],
        hovertemplate="%{customdata}<extra></extra>",
        marker=look.patterned(colours, colour, pattern),
    )


def _add_nothing(figure: Any, colours: look.Theme, over: Bins) -> None:
    """No row at all, said in the middle; without any bar plotly would draw no axis, and no ribbon below it."""
    figure.add_bar(x=over.centres, y=[0] * over.count, showlegend=False, hoverinfo="skip")
    figure.add_annotation(text="No rows in the time that is known.", x=0.5, y=0.55, xref="paper", yref="paper",
                          showarrow=False, bgcolor=colours.paper, borderpad=4,
                          font={"color": colours.muted, "size": 13})  # fmt: skip


def _add_ribbon(figure: Any, colours: look.Theme, over: Bins, known: list[list[Span]]) -> None:
    """Below the bars, the share of the time of all logs that is known; over both, a hatch where none is."""
    by_log = [seconds_by_bin(spans, over) for spans in known]
    shares = [sum(seconds) / (over.step * len(by_log)) for seconds in zip(*by_log, strict=True)]
    texts = [f"{over.name(at)}<br>{share:.0%} of the time of {counted(len(by_log), 'log')} known" if share else
             f"{over.name(at)}<br>unknown: no log has a record" for at, share in enumerate(shares)]  # fmt: skip
    figure.add_bar(x=over.centres, y=[share or None for share in shares], yaxis="y2", width=over.step * 1000,
                   customdata=texts, hovertemplate="%{customdata}<extra></extra>", name="time known",
                   marker={"color": colours.ink, "line": {"width": 0}})  # fmt: skip
    unknown = [at for at, share in enumerate(shares) if not share]
    hatch = {"color": colours.paper, "line": {"width": 0},
             "pattern": {"shape": "/", "fgcolor": colours.muted, "bgcolor": colours.paper, "size": 7, "solidity": 0.12,
                         "fillmode": "replace"}}  # fmt: skip
    centres: list[Any] = over.centres
    figure.add_bar(x=[centres[at] for at in unknown] or [None], y=[1] * max(len(unknown), 1), yaxis="y3",
                   width=over.step * 1000, customdata=[texts[at] for at in unknown] or [""], name="not known",
                   hovertemplate="%{customdata}<extra></extra>", marker=hatch)  # fmt: skip
    figure.update_layout(
        yaxis2=look.axis(colours, domain=[0, 0.1], range=[0, 1], tickvals=[0, 1], ticktext=["0%", "all"],
                         showgrid=False),
        yaxis3={"domain": [0, 1], "range": [0, 1], "visible": False, "overlaying": "y", "fixedrange": True},
    )  # fmt: skip

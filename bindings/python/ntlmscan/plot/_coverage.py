"""Which hours of which host the logs know: a strip of days for each, unknown ones marked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from . import _figure as look
from ._columns import HOUR
from ._covered import NTLM_CHANNELS, Log, Span, known_spans, seconds_by_bin, window
from ._text import counted, hover, label
from ._time_bins import Bins, Step, bins

_UNKNOWN = "unknown: no record, not zero"
_STRIP, _FEW, _MOST_GAPS, _MOST_MARKS = 22, 62, 62, 45


def coverage(
    data: object,
    *,
    channels: Collection[str] | None = None,
    step: Step | None = None,
    top: int = 50,
    theme: look.ThemeName = "light",
    title: str | None = None,
) -> Any:
    """A heat strip of hosts by day: what share of the hours is known.

    An hour is known where a log holds a record of it, and where it lies between two records whose ids follow each
    other: the log was silent and lost nothing. Everything else is unknown and marked so; it is never drawn as zero.

    Args:
        data: the result of a scan (its ``coverage`` is read), or that table as anything with ``__arrow_c_stream__``.
        channels: the logs that count; ``Security`` and ``Microsoft-Windows-NTLM/Operational`` when ``None``, or all
            where neither is there.
        step: ``"hour"``, ``"day"``, ``"week"`` or ``"month"`` (28 days); by the length of the window when ``None``.
        top: how many hosts have a strip; those with the fewest known hours first, since these need attention.
        theme: ``"light"`` or ``"dark"``.
        title: instead of the usual one; shown letter by letter.

    Returns:
        A plotly Figure.

    Raises:
        ImportError: plotly or pyarrow is missing.
        TypeError, ValueError: no table, no such column or step, ``top`` less than 1.

    >>> import ntlmscan, ntlmscan.plot
    >>> ntlmscan.plot.coverage(ntlmscan.scan(LOG)).data[0].type
    'heatmap'
    """
    colours = look.opened(theme, top)
    heading = look.heading(title, "Known hours by host")
    spans = known_spans(data, NTLM_CHANNELS if channels is None else channels)
    which = "Security and NTLM/Operational" if channels is None else counted(len(channels), "channel")
    if not spans and channels is None:
        spans, which = known_spans(data, None), "all channels"
    whole = window(spans.values())
    if whole is None:
        return look.empty(colours, heading, [f"Logs: {which}"], "No hour of any log is known.")
    strips = _strips(spans, bins(whole[0], whole[1] - 1, step, _FEW))
    return _drawn(colours, heading, which, strips, top)


@dataclass(frozen=True)
class _Strips:
    """Known seconds by host, log and bin."""

    bins: Bins
    hosts: dict[object, dict[Log, list[int]]]

    def share(self, host: object, at: int) -> float | None:
        """Of one bin, over the logs of that host; None where nothing is known."""
        logs = self.hosts[host]
        known = sum(seconds[at] for seconds in logs.values())
        return known / (self.bins.step * len(logs)) if known else None

    def text(self, host: object, at: int) -> str:
        """The hover box of one bin."""
        lines = [hover(host), self.bins.name(at)]
        for (_, channel), seconds in sorted(self.hosts[host].items(), key=lambda item: str(item[0][1])):
            known = f"{seconds[at] // HOUR:,} of {self.bins.step // HOUR:,} h known" if seconds[at] else "unknown"
            lines.append(f"{hover(channel)}: {known}")
        return "<br>".join(lines[:12])


def _strips(spans: dict[Log, list[Span]], over: Bins) -> _Strips:
    hosts: dict[object, dict[Log, list[int]]] = {}
    for log, found in spans.items():
        hosts.setdefault(log[0], {})[log] = seconds_by_bin(found, over)
    return _Strips(over, hosts)


def _drawn(colours: look.Theme, heading: str, which: str, strips: _Strips, top: int) -> Any:
    over = range(strips.bins.count)
    shares = {host: [strips.share(host, at) for at in over] for host in strips.hosts}
    ranked = sorted(shares, key=lambda host: (sum(one or 0 for one in shares[host]), str(host)))[:top]
    ranked.sort(key=lambda host: (host is None, str(host)))
    notes = [f"Logs: {which}. One cell is one {strips.bins.phrase}, UTC."]
    if len(shares) > top:
        notes.append(f"The {top:,} hosts known least, of {len(shares):,}.")
    figure = look.figure(colours, heading, notes, _STRIP * len(ranked) + 4, look.legend_room([_UNKNOWN]))
    figure.add_heatmap(
        x=strips.bins.centres,
        y=list(range(len(ranked))),
        z=[shares[host] for host in ranked],
        zmin=0,
        zmax=1,
        text=[[strips.text(host, at) for at in over] for host in ranked],
        hovertemplate="%{text}<extra></extra>",
        hoverongaps=False,
        colorscale=look.scale(colours),
        xgap=int(strips.bins.count <= _MOST_GAPS),
        ygap=2,
        name="share of hours known",
        colorbar={
            "tickvals": [0, 0.5, 1],
            "ticktext": ["0%", "50%", "all"],
            "thickness": 8,
            "ypad": 0,
            "outlinewidth": 0,
            "len": 1,
            "x": 1.01,
            "xpad": 4,
            "tickfont": {"size": 10, "color": colours.muted},
        },
    )
    _mark_unknown(figure, colours, strips, ranked, shares)
    figure.update_layout(
        xaxis=look.axis(colours, type="date", range=strips.bins.limits, showgrid=False, nticks=4, tickangle=0),
        yaxis=look.names_axis(colours, [label(host) for host in ranked]) | {"range": [len(ranked) - 0.5, -0.5]},
        showlegend=True,
    )
    return figure


def _mark_unknown(
    figure: Any, colours: look.Theme, strips: _Strips, ranked: list[object], shares: dict[object, list[float | None]]
) -> None:
    """A cross in each unknown cell; where they were too many to be told apart, emptiness alone marks them."""
    cells = [(at, row) for row, host in enumerate(ranked) for at, one in enumerate(shares[host]) if one is None]
    marked = cells if strips.bins.count <= _MOST_MARKS else []
    nothing: list[Any] = [None]
    crossed = bool(marked) or not cells
    centres = strips.bins.centres
    figure.add_scatter(
        x=[centres[at] for at, _ in marked] or nothing,
        y=[row for _, row in marked] or nothing,
        mode="markers",
        customdata=[strips.text(ranked[row], at) for at, row in marked],
        hovertemplate="%{customdata}<extra></extra>",
        marker={
            "symbol": "x-thin" if crossed else "square-open",
            "color": colours.muted,
            "size": 7,
            "line": {"width": 1.5, "color": colours.muted},
        },
        name=_UNKNOWN if crossed else "empty: unknown, not zero",
    )

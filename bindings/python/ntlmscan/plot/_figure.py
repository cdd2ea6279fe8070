"""The look that all figures share: two themes, a palette for every eye, titles that fit a telephone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from ._needs import needed
from ._text import label, lines

ThemeName: TypeAlias = Literal["light", "dark"]


@dataclass(frozen=True)
class Theme:
    """Colours on one background; each differs from it by a contrast of at least 3, text by 4.5."""

    paper: str
    ink: str
    muted: str
    grid: str
    series: tuple[str, ...]
    rest: str
    scale: tuple[str, ...]


# Lightness differs from colour to colour, and bars have patterns besides, for the colour-blind and for grey printers.
THEMES = {
    "light": Theme("#ffffff", "#1f2328", "#57606a", "#d8dee4",
                   ("#0072b2", "#d55e00", "#332288", "#00876c", "#cc79a7", "#7a5c00", "#000000"), "#6e7781",
                   ("#c6dbef", "#6baed6", "#2171b5", "#08306b")),
    "dark": Theme("#15171c", "#e6edf3", "#9da7b3", "#30363d",
                  ("#56b4e9", "#e69f00", "#f0e442", "#2bb58f", "#e58bc2", "#c08457", "#ffffff"), "#8b949e",
                  ("#2f5f8f", "#4a90c8", "#8cc4ea", "#eaf6ff")),
}  # fmt: skip
PATTERNS = ("", "/", ".", "x", "\\", "-", "+")

_FONT = "system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', Arial, sans-serif"
_TITLE_HEIGHT, _LINE_HEIGHT, _PAD = 24, 21, 14
_NARROW, _LEGEND_ROW, _TICKS, _TITLE = 300, 19, 46, 80


def theme_named(name: str) -> Theme:
    """Raises ValueError for a name that is none."""
    if name not in THEMES:
        raise ValueError(f"theme: '{name}' is neither 'light' nor 'dark'")
    return THEMES[name]


def opened(theme: str, top: int) -> Theme:
    """The theme of a figure of the `top` largest. Raises ValueError for a name that is none, and for none to show."""
    found = theme_named(theme)
    if top < 1:
        raise ValueError("top: at least 1")
    return found


def colours(theme: Theme, count: int) -> list[str]:
    """Colours of `count` series, the palette again from its beginning where it is too short."""
    return [theme.series[at % len(theme.series)] for at in range(count)]


def patterned(theme: Theme, colour: str, pattern: str) -> dict[str, Any]:
    """A bar's marker."""
    shape = {"shape": pattern, "fgcolor": theme.paper, "size": 6, "solidity": 0.25, "fillmode": "overlay"}
    return {"color": colour, "line": {"width": 0}, "pattern": shape}


def scale(theme: Theme) -> list[list[object]]:
    """A colour scale of one hue, so that its order survives in grey."""
    last = len(theme.scale) - 1
    return [[at / last, colour] for at, colour in enumerate(theme.scale)]


def figure(theme: Theme, title: str, notes: Sequence[str], height: int, bottom: int = 60) -> Any:
    """An empty figure whose plot area is `height` pixels high, the notes under its title."""
    note_lines = [line for note in notes for line in lines(note)]
    top = _PAD + _TITLE_HEIGHT + _LINE_HEIGHT * len(note_lines) + 10
    heading = "<br>".join(
        [f"<b>{title}</b>", *(f'<span style="font-size:12px;color:{theme.muted}">{line}</span>' for line in note_lines)]
    )
    return needed("plotly.graph_objects").Figure(
        layout={
            "template": "none",
            "paper_bgcolor": theme.paper,
            "plot_bgcolor": theme.paper,
            "font": {"family": _FONT, "size": 12, "color": theme.ink},
            "title": {"text": heading, "x": 0, "xref": "container", "pad": {"l": _PAD, "t": _PAD}, "y": 1,
                      "yref": "container", "yanchor": "top", "xanchor": "left", "font": {"size": 16}},
            "margin": {"l": 12, "r": 16, "t": top, "b": bottom, "pad": 2},
            "height": top + height + bottom,
            "hoverlabel": {"bgcolor": theme.paper, "bordercolor": theme.muted, "align": "left",
                           "font": {"color": theme.ink, "family": _FONT, "size": 12}},
            "legend": {"orientation": "h", "x": 0, "xanchor": "left", "yanchor": "top", "y": -_TICKS / height,
                       "font": {"size": 11}, "itemwidth": 30, "traceorder": "normal"},
            "colorway": list(theme.series),
            "dragmode": "pan",
        }
    )  # fmt: skip


def legend_room(names: Sequence[str]) -> int:
    """Pixels that ticks and a legend of these names need below the plot on a narrow screen."""
    plain = [re.sub(r"<[^>]*>|&[^;]*;", "", name) for name in names]
    in_row = max(1, _NARROW // (46 + 7 * max(map(len, plain), default=1)))
    return _TICKS + 6 + _LEGEND_ROW * -(-len(plain) // in_row)


def heading(title: str | None, otherwise: str) -> str:
    """The caller's title, letter by letter and not without end, or ours."""
    return otherwise if title is None else label(title, _TITLE)


def axis(theme: Theme, **more: object) -> dict[str, object]:
    """An axis with quiet lines."""
    quiet = {"gridcolor": theme.grid, "linecolor": theme.muted, "zeroline": False, "ticks": "outside", "ticklen": 3,
             "tickcolor": theme.muted, "automargin": True}  # fmt: skip
    return {**quiet, **more}


def number_axis(theme: Theme, largest: float, **more: object) -> dict[str, object]:
    """An axis of amounts from zero; few are counted one by one."""
    few = {"dtick": 1, "tickformat": "d"} if largest <= 5 else {"nticks": 5, "tickformat": "~s"}
    return axis(theme, rangemode="tozero", **few, **more)


def names_axis(theme: Theme, labels: Sequence[str], **more: object) -> dict[str, object]:
    """An axis of names at 0, 1, 2 …: by position, so that two names that look alike stay two."""
    at = list(range(len(labels)))
    return axis(theme, tickmode="array", tickvals=at, ticktext=list(labels), range=[-0.5, max(len(labels), 1) - 0.5],
                showgrid=False, **{"tickfont": {"size": 11}, **more})  # fmt: skip


def no_rows(theme: Theme, title: str) -> Any:
    """The empty figure of a table without rows."""
    return empty(theme, title, [], "No rows. That says nothing about hours that were not covered.")


def empty(theme: Theme, title: str, notes: Sequence[str], why: str) -> Any:
    """A figure that says that there is nothing to show, and that this proves nothing."""
    bare = figure(theme, title, notes, height=120, bottom=16)
    bare.update_layout(xaxis={"visible": False}, yaxis={"visible": False})
    bare.add_annotation(text="<br>".join(lines(why)), x=0.5, y=0.5, xref="paper", yref="paper", showarrow=False,
                        font={"color": theme.muted, "size": 13})  # fmt: skip
    return bare

"""Charts that several pages draw in the same way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ._model import Chart


def stacked_bars(
    key: str,
    about: str,
    table: Any,
    *,
    by: str,
    stack: str,
    weight: str,
    parts: Sequence[str],
    title: str,
    names: Sequence[str] = (),
) -> Chart:
    """Bars of names, cut into parts whose colours do not depend on what occurs."""

    def draw(theme: Any) -> Any:
        from ntlmscan import plot

        return plot.bars(table, by=by, stack=stack, weight=weight, names=names, parts=parts, theme=theme, title=title)

    return Chart(key, about, draw)

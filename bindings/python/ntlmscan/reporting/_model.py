"""What a report is made of: pages of blocks, as plain values that know nothing of HTML or SQL."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

Kind: TypeAlias = Literal["text", "number", "time", "share", "place", "code", "prose", "lines", "id"]
Cell: TypeAlias = str | int | float | None


@dataclass(frozen=True)
class Name:
    """A text out of a log or of the user's files inside a sentence of ours."""

    text: str


@dataclass(frozen=True)
class Code:
    """Something to type."""

    text: str


@dataclass(frozen=True)
class Link:
    """A word that leads to another page of the report."""

    text: str
    page: str


Prose: TypeAlias = "str | Sequence[str | Name | Code | Link]"


@dataclass(frozen=True)
class Column:
    """One column of a table; `about` is what its head says when asked."""

    title: str
    kind: Kind = "text"
    about: str = ""


@dataclass(frozen=True)
class Drill:
    """Which authentications a number counts: those of `base` whose `columns` have `values`."""

    title: str
    base: str
    columns: tuple[str, ...] = ()
    values: tuple[Cell, ...] = ()


@dataclass
class Table:
    """Rows, of which the page may hold only the first; `total` is how many there are, `query` lists them all."""

    key: str
    title: str
    columns: Sequence[Column]
    rows: list[Sequence[Cell]]
    total: int
    query: str
    about: str = ""
    empty: str = "No rows."
    drills: list[Drill | None] = field(default_factory=list)
    drill_column: int = 0
    kind: str = "table"


@dataclass(frozen=True)
class Chart:
    """A figure of `ntlmscan.plot`, made for each theme, and what it shows in words."""

    key: str
    about: str
    draw: Callable[[Any], Any]
    kind: str = "chart"


@dataclass(frozen=True)
class Tile:
    """One number with its unit, and one sentence on how far it can be trusted."""

    title: str
    value: str
    unit: str
    trust: Prose
    page: str
    drill: Drill | None = None
    mark: str = ""


@dataclass(frozen=True)
class Tiles:
    """Tiles side by side."""

    tiles: Sequence[Tile]
    kind: str = "tiles"


@dataclass(frozen=True)
class Note:
    """A box of sentences: `warning` where harm is near, `missing` where logs are silent, else `note` or `steps`."""

    tone: Literal["note", "warning", "missing", "steps"]
    title: str
    items: Sequence[Prose]
    kind: str = "note"


Block: TypeAlias = Table | Chart | Tiles | Note


@dataclass
class Page:
    """One page: what it answers, its blocks, and what it cannot see."""

    slug: str
    title: str
    intro: Prose
    blocks: list[Block]
    cannot_see: Sequence[Prose]

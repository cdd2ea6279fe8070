"""What each page is made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ntlmscan.context import Row

from ._answers import Answers
from ._model import Column, Drill, Kind
from ._scope import Scope
from ._text import cell


@dataclass(frozen=True)
class Material:
    """Answers, their frame, and what the user said beside the logs."""

    answers: Answers
    scope: Scope
    context: Mapping[str, Sequence[Row]]
    compared: Answers | None = None


def column(name: str, title: str, kind: Kind = "text", about: str = "") -> tuple[str, Column]:
    """One column of a listing."""
    return name, Column(title, kind, about)


def uses_of(what: str, sql_column: str, value: object) -> Drill:
    """The counted authentications whose column has that value."""
    held = cell(value)
    shown = "not recorded" if held is None else str(held)
    return Drill(f"{what}: {shown}", "uses", (sql_column,), (None if value is None else str(value),))

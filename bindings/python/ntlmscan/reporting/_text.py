"""Values out of logs as the report shows them: every character visible, none obeyed, no name without end."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from ._model import Cell

LONGEST = 160
LONGEST_CODE = 1000
"""Of what is copied and run: a command cut in the middle is none."""

# The semicolons of a list, not those inside the parentheses of its items.
_BETWEEN = re.compile(r"; (?![^()]*\))")


def visible(text: str) -> str:
    """`text` with each character that cannot be seen, or that rules others, written as its number.

    >>> visible("report" + chr(0x202E) + "fdp.exe")
    'report\\\\u202efdp.exe'
    """
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() else _numbered(one) for one in text)


def _numbered(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def name(value: object, longest: int = LONGEST) -> str:
    """A name as a cell holds it; of an endless one the middle is left out and its length said.

    >>> name("x" * 10_000)[-24:]
    'xxxx (10,000 characters)'
    """
    text = visible(str(value))
    if len(text) <= longest:
        return text
    tail = f" ({len(str(value)):,} characters)"
    room = longest - len(tail) - 1
    head = room * 3 // 4
    return f"{text[:head]}…{text[len(text) - (room - head) :]}{tail}"


def cell(value: Any, kind: str = "text") -> Cell:
    """Any value of an answer as a cell; our own words, `prose` and `lines`, are never cut."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    if kind == "prose":
        return visible(str(value))
    if kind == "lines":
        return "\n".join(visible(part) for part in _BETWEEN.split(str(value)))
    if kind == "code":
        return name(" ".join(name(word) for word in str(value).split(" ")), LONGEST_CODE)
    return name(value)


def literal(value: Cell) -> str:
    """`value` in SQL text that can be shown, copied and run: control characters by number.

    >>> literal("o'neill" + chr(10))
    "'o''neill' || chr(10) || ''"
    """
    if value is None:
        return "null"
    if not isinstance(value, str):
        return str(value)
    quoted = value.replace("'", "''")
    return "'" + "".join(one if one.isprintable() else f"' || chr({ord(one)}) || '" for one in quoted) + "'"


def counted(number: int, noun: str, plural: str = "") -> str:
    """`1 host`, `2,000 hosts`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def listed(names: list[str], most: int = 5) -> str:
    """`a, b and 3 more`."""
    if len(names) <= most:
        return ", ".join(names)
    return f"{', '.join(names[:most])} and {len(names) - most:,} more"
